/** A page of staff other than the console: the strip of duties, with a sound of its own. */
import { find } from "./parts.js";
import { Sound } from "./console/sound.js";
import { Strip } from "./strip.js";

if (find("duties")) {
  const silent = find("duties-silent");
  // It keeps its place: nothing may move away under the very press that turned the sound on.
  const sound = new Sound(() => silent.toggleAttribute("data-on", sound.isOn));
  // A browser plays nothing before a press, wherever that is.
  for (const event of ["pointerdown", "click", "keydown"]) document.addEventListener(event, () => sound.isOn || sound.turnOn(), { capture: true });
  silent.hidden = false;
  new Strip({ ring: (wanted) => sound.repeat(wanted), soft: () => sound.soft() });
}
