/** Lists on the console whose choice acts by itself. */

/** Call `act` once one is picked: by finger at once; by keyboard, whose arrows pass through all of them, as the hand goes on. */
export function onPicked(select, act) {
  let byKey = false;
  let isPicked = false;
  const done = () => {
    if (isPicked) act(select);
    isPicked = false;
  };
  select.addEventListener("pointerdown", () => {
    byKey = false;
  });
  select.addEventListener("keydown", ({ key }) => {
    byKey = true;
    if (key === "Enter") done();
  });
  select.addEventListener("change", () => {
    isPicked = true;
    if (!byKey) done();
  });
  select.addEventListener("blur", () => {
    byKey = false;
    done();
  });
}
