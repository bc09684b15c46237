/**
 * Where an evening stands in its script: pure, from the steps, the order both facilitators see, and what was sent when.
 * `minutes` are as planned, whole; moments are in milliseconds.
 */

import { last } from "./last.js";

const MINUTE = 60_000;

/** The steps in tonight's order: as planned together, then whatever the plan does not name, as it was written. */
export function inOrder(steps, plan) {
  const known = new Map(steps.map((step) => [step.name, step]));
  const first = (plan?.order ?? []).map((name) => known.get(name)).filter(Boolean);
  return [...first, ...steps.filter((step) => !first.includes(step))];
}

/** The order with one step a place earlier (-1) or later (1). */
export function moved(order, name, by) {
  const from = order.indexOf(name);
  const to = Math.max(0, Math.min(order.length - 1, from + by));
  const rest = order.filter((one) => one !== name);
  return [...rest.slice(0, to), name, ...rest.slice(to)];
}

/** How long each step has been the one in the room, from when it was sent to when another was. */
function spent(sent, now) {
  const minutes = new Map();
  sent.forEach(({ step, at }, index) => {
    const until = sent[index + 1]?.at ?? now;
    minutes.set(step, (minutes.get(step) ?? 0) + Math.max(0, until - at) / MINUTE);
  });
  return minutes;
}

/**
 * `steps`: {name, minutes} as written. `plan`: {order, skipped} or null. `sent`: {step, at} in the order it was sent.
 * `began`, `ends`: of the evening. Returns
 * `rows`: {name, minutes, spent, state: "now" | "sent" | "next" | "later" | "skipped"} in tonight's order;
 * `drift`: minutes behind the plan, less than 0 if ahead, null before the first step;
 * `left`: minutes that the steps to come want, and `until`: minutes there are.
 */
export function evening({ steps, plan, sent, began, ends, now }) {
  const took = spent(sent, now);
  const current = last(sent)?.step ?? null;
  const skipped = new Set(plan?.skipped ?? []);
  const stateOf = ({ name }) => (name === current ? "now" : took.has(name) ? "sent" : skipped.has(name) ? "skipped" : "later");
  const rows = inOrder(steps, plan).map((step) => ({ ...step, spent: took.get(step.name) ?? 0, state: stateOf(step) }));
  const at = rows.findIndex((row) => row.state === "now");
  const next = rows.find((row, place) => place > at && row.state === "later") ?? rows.find((row) => row.state === "later");
  if (next) next.state = "next";
  return { rows, drift: drift(rows, rows[at], (now - began) / MINUTE), ...timeLeft(rows, rows[at], (ends - now) / MINUTE) };
}

const total = (rows) => rows.reduce((sum, row) => sum + row.minutes, 0);

/** The step in the room may last as long as planned before anybody is behind. */
function drift(rows, current, gone) {
  if (!current) return null;
  const before = total(rows.filter((row) => row.state === "sent"));
  const behind = gone - before - current.minutes;
  return Math.trunc(behind > 0 ? behind : Math.min(0, gone - before));
}

function timeLeft(rows, current, until) {
  const rest = current ? Math.max(0, current.minutes - current.spent) : 0;
  const toCome = total(rows.filter((row) => row.state === "next" || row.state === "later"));
  return { left: Math.round(rest + toCome), until: Math.max(0, Math.floor(until)) };
}
