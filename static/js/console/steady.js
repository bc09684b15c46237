/** Keeps what lies under the mouse where it is: nothing is to move away just as somebody presses it. */

const HELD_MS = 1_500;

/** Whether `box` has to hold still now, as a function. `release()` is called once it need not any more. */
export function steady(box, release) {
  let timer = null;
  const done = () => {
    window.clearTimeout(timer);
    if (timer === null) return;
    timer = null;
    release();
  };
  box.addEventListener("pointermove", ({ pointerType }) => {
    if (pointerType !== "mouse") return;
    window.clearTimeout(timer);
    timer = window.setTimeout(done, HELD_MS);
  });
  box.addEventListener("pointerleave", done);
  return () => timer !== null;
}
