/**
 * A page that was covered before it was loaded anew is so again before anything of it is seen. This stands right behind
 * the cover and above all else in the page; it is no module, as those wait until the whole page has come.
 *
 * Until room.js is there "Back" is heard here, so that nobody whose script never comes is shut out.
 */
(() => {
  const { session, as } = document.body.dataset;
  // As models/keep.js writes it.
  const mark = ["alcove", session, as, "mark", "covered"].filter(Boolean).join(":");
  const cover = document.getElementById("cover");

  function kept(act) {
    try {
      return act(window.sessionStorage);
    } catch {
      return null; // forbidden by the browser: then nothing is kept over a reload
    }
  }

  function show(isCovered) {
    cover.hidden = !isCovered;
    document.documentElement.classList.toggle("covered", isCovered);
  }

  function lift() {
    kept((storage) => storage.removeItem(mark));
    show(false);
  }

  if (kept((storage) => storage.getItem(mark)) === null) return;
  show(true);
  document.getElementById("cover-close").addEventListener("click", lift, { once: true });
})();
