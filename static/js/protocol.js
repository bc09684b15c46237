// The live protocol, as far as a browser needs it.
// Written by `manage.py protocol` from the vocabulary in chat/; do not edit.

export const PROTOCOL = 1;
export const EMOJI = ["💜", "🤗", "👏", "🌱", "👍", "🤝"];
export const CLOSE = {"1012": "restarting", "1011": "trouble", "4400": "bad_frames", "4401": "not_signed_in", "4403": "no_longer", "4404": "not_here", "4408": "silent", "4409": "too_many", "4410": "over", "4429": "too_fast"};
export const RETRY_CODES = [1006, 1011, 1012, 4408, 4429];
export const LIMITS = {"body": 2000, "ref": 40, "frame": 16384, "also": 100, "fewest": 4};
export const KINDS = ["message", "removed", "restored", "reaction", "phase", "paused", "resumed", "slow", "whisper", "held", "automatic", "released", "returned", "help", "checkin", "muted", "unmuted", "aside", "eject", "readmit", "waiting", "stay", "settled", "taken", "flag", "flag_done", "reopened", "lead", "mode", "unusual", "note", "stopped", "concern", "erased", "prompt", "put_away", "results", "round", "agreement", "answer", "passed", "plan"];

const given = ([, value]) => value !== undefined && value !== null;
const only = (frame) => Object.fromEntries(Object.entries(frame).filter(given));

export const ask = {
  prompt: ({ ref, body, kind, options, breathing, step, after }) => only({ type: "prompt", ref, body, kind, options, breathing, step, after }),
  put_away: ({ ref, prompt }) => only({ type: "put_away", ref, prompt }),
  share: ({ ref, prompt }) => only({ type: "share", ref, prompt }),
  round: ({ ref, prompt, order, seconds }) => only({ type: "round", ref, prompt, order, seconds }),
  turn: ({ ref, prompt, seat, past, next }) => only({ type: "turn", ref, prompt, seat, past, next }),
  extend: ({ ref, prompt, seconds }) => only({ type: "extend", ref, prompt, seconds }),
  agree: ({ ref, version, lines }) => only({ type: "agree", ref, version, lines }),
  plan: ({ ref, order, skipped, after }) => only({ type: "plan", ref, order, skipped, after }),
  answer: ({ ref, prompt, value, body }) => only({ type: "answer", ref, prompt, value, body }),
  pass: ({ ref, prompt, listening, on }) => only({ type: "pass", ref, prompt, listening, on }),
  concern: ({ ref, seat, level, body, stream, entries }) => only({ type: "concern", ref, seat, level, body, stream, entries }),
  say: ({ ref, body, heads_up, reply_to, as_is }) => only({ type: "say", ref, body, heads_up, reply_to, as_is }),
  react: ({ ref, pos, emoji, on }) => only({ type: "react", ref, pos, emoji, on }),
  whisper: ({ ref, body, seat }) => only({ type: "whisper", ref, body, seat }),
  help: ({ ref, body }) => only({ type: "help", ref, body }),
  checkin: ({ ref, when, mood, goal, body }) => only({ type: "checkin", ref, when, mood, goal, body }),
  worry: ({ ref, about, seat, staff, pos, body }) => only({ type: "worry", ref, about, seat, staff, pos, body }),
  away: ({ ref }) => only({ type: "away", ref }),
  back: ({ ref }) => only({ type: "back", ref }),
  since: ({ ref, stream, pos }) => only({ type: "since", ref, stream, pos }),
  ping: ({ ref }) => only({ type: "ping", ref }),
  mute: ({ ref, seat, seconds, reason, text }) => only({ type: "mute", ref, seat, seconds, reason, text }),
  unmute: ({ ref, seat }) => only({ type: "unmute", ref, seat }),
  aside: ({ ref, seat, reason, text }) => only({ type: "aside", ref, seat, reason, text }),
  eject: ({ ref, seat, reason, text }) => only({ type: "eject", ref, seat, reason, text }),
  readmit: ({ ref, seat, reason, text, of }) => only({ type: "readmit", ref, seat, reason, text, of }),
  mode: ({ ref, mode, seat }) => only({ type: "mode", ref, mode, seat }),
  slow: ({ ref, seconds }) => only({ type: "slow", ref, seconds }),
  pause: ({ ref, text }) => only({ type: "pause", ref, text }),
  resume: ({ ref }) => only({ type: "resume", ref }),
  release: ({ ref, stream, pos }) => only({ type: "release", ref, stream, pos }),
  return: ({ ref, stream, pos, body }) => only({ type: "return", ref, stream, pos, body }),
  remove: ({ ref, pos, reason, text }) => only({ type: "remove", ref, pos, reason, text }),
  restore: ({ ref, pos }) => only({ type: "restore", ref, pos }),
  stay: ({ ref, seat }) => only({ type: "stay", ref, seat }),
  lead: ({ ref, staff, of }) => only({ type: "lead", ref, staff, of }),
  open: ({ ref }) => only({ type: "open", ref }),
  close: ({ ref }) => only({ type: "close", ref }),
  note: ({ ref, body }) => only({ type: "note", ref, body }),
  take: ({ ref, pos, also }) => only({ type: "take", ref, pos, also }),
  flag_done: ({ ref, pos, outcome, also }) => only({ type: "flag_done", ref, pos, outcome, also }),
  reopen: ({ ref, pos, also }) => only({ type: "reopen", ref, pos, also }),
  settle: ({ ref, seat, outcome, after, after_staff }) => only({ type: "settle", ref, seat, outcome, after, after_staff }),
};
