/**
 * A form that was refused: the hand is at the first field that is amiss, so that what is wrong with it is in sight and read
 * out, however far down the page it stands. A page that has something else to say first marks that.
 */
const field = document.querySelector("main [aria-invalid=true]");

if (field && !document.querySelector("[data-focus]")) {
  field.focus({ preventScroll: true });
  (field.closest(".field, fieldset") ?? field).scrollIntoView({ block: "nearest" });
}
