# What script/test needs of a machine and no package of Python brings: looked for, and installed where root may.
# To be read by it: RUN is its folder.

find_node() {
    if command -v node >/dev/null && [[ "$(node --version | grep -oE '[0-9]+' | head -n 1)" -ge 22 ]]; then
        command -v node
    else
        # Playwright brings a Node of its own.
        .venv/bin/python -c 'import pathlib, playwright; print(pathlib.Path(playwright.__file__).parent / "driver" / "node")'
    fi
}

# The real deployment is tried behind a real nginx.
find_nginx() {
    PATH="$PATH:/usr/sbin" command -v nginx >/dev/null && command -v envsubst >/dev/null && return
    if [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null; then
        echo "Installing nginx"
        export DEBIAN_FRONTEND=noninteractive
        (apt-get update && apt-get install --yes --no-install-recommends nginx-light gettext-base) >"$RUN/apt" 2>&1 && return
        tail -n 3 "$RUN/apt"
    fi
    echo "No nginx or no envsubst: install both (on Debian: nginx-light, gettext-base), or what needs them is left out." >&2
}

# A browser without windows, which take more than the pages in them, is the same browser in all that a page can see.
find_browser() {
    [[ -n "${CHROMIUM:-}" ]] && return
    known_browser chromium-headless-shell chromium chromium-browser google-chrome && return
    if [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null; then
        echo "Installing Chromium"
        install_browser chromium-headless-shell || install_browser chromium
        known_browser chromium-headless-shell chromium && return
        tail -n 3 "$RUN/apt"
    fi
    .venv/bin/python -m playwright install chromium || {
        echo "No browser: install Chromium, or set CHROMIUM to one." >&2
        return 1
    }
    export CHROMIUM=
}

install_browser() { # package
    export DEBIAN_FRONTEND=noninteractive
    (apt-get update && apt-get install --yes --no-install-recommends "$1" fonts-noto-color-emoji) >"$RUN/apt" 2>&1
}

known_browser() { # name…
    CHROMIUM="$(command -v "$@" | head -n 1)"
    [[ -n "$CHROMIUM" ]] && export CHROMIUM
}
