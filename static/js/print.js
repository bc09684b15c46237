/** The page for paper: its button opens the browser's own printing. */
import { find } from "./parts.js";

find("print").addEventListener("click", () => window.print());
