/**
 * A page that was covered before it was loaded anew is so again before anything of it is seen; so is a page that such a
 * load led to instead, as to one's own page or to where words are asked for. This stands right behind the cover and above
 * all else in the page; it is no module, as those wait until the whole page has come.
 *
 * Until room.js is there "Back" is heard here, so that nobody whose script never comes is shut out. On any other page it
 * is heard here alone.
 */
(() => {
  const { session, as } = document.body.dataset;
  const cover = document.getElementById("cover");
  // As models/keep.js writes it.
  const own = ["alcove", session, as, "mark", "covered"].filter(Boolean).join(":");
  // Which room this tab was in, no other page knows.
  const isMark = (key) => (session ? key === own : key.startsWith("alcove:") && key.endsWith(":mark:covered"));

  function kept(act) {
    try {
      return act(window.sessionStorage);
    } catch {
      return null; // forbidden by the browser: then nothing is kept over a reload
    }
  }

  const marks = () => kept((storage) => Object.keys(storage).filter(isMark)) ?? [];

  function show(isCovered) {
    cover.hidden = !isCovered;
    document.documentElement.classList.toggle("covered", isCovered);
  }

  function lift() {
    for (const mark of marks()) kept((storage) => storage.removeItem(mark));
    show(false);
    document.getElementById("main")?.focus();
  }

  if (!marks().length) return;
  show(true);
  cover.focus();
  document.getElementById("cover-close").addEventListener("click", lift, { once: true });
})();
