/** "I need a minute": a quiet page to breathe on. The seat is kept, and only staff know. */
import { lay, lift } from "./cover.js";
import { find } from "./parts.js";
import { openSheet } from "./sheets.js";

/** `tell(true)` when the minute begins, `tell(false)` when it is over. */
export function watchMinute(tell) {
  find("minute-open").addEventListener("click", () => {
    lay("minute");
    tell(true);
  });
  const back = () => {
    lift("minute");
    tell(false);
  };
  find("minute-close").addEventListener("click", back);
  find("minute-help").addEventListener("click", () => {
    back();
    openSheet("help");
  });
}
