/** A `ref` made of random bytes; 16 bytes are enough to be unique per person, and fit the limit of 40. */
export function refFrom(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
