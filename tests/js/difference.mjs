/** The first place where two values differ, as text, or null. Missing and null are the same: both say "nothing". */
export function firstDifference(one, other, path = "") {
  if ((one ?? null) === (other ?? null)) return null;
  if (!isTree(one) || !isTree(other) || Array.isArray(one) !== Array.isArray(other)) return `${path || "."}: ${told(one)} ≠ ${told(other)}`;
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const difference = firstDifference(one[name], other[name], `${path}.${name}`);
    if (difference) return difference;
  }
  return null;
}

const isTree = (value) => value !== null && typeof value === "object";

const told = (value) => (isTree(value) ? (Array.isArray(value) ? `a list of ${value.length}` : "an object") : JSON.stringify(value) ?? "nothing");
