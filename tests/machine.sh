# What script/test needs of a machine and no package of Python brings: looked for, and installed where root may.
# To be read by it: RUN is its folder.

# What a whole run will look for, fetched while Python's packages come: neither waits for the other. What does not come so
# is looked for again where it is needed, and said there.
fetch_ahead() {
    local packages=()
    has_nginx || packages+=(nginx-light gettext-base)
    [[ -n "${CHROMIUM:-}" ]] || known_browser "${BROWSERS[@]}" || packages+=(chromium-headless-shell fonts-noto-color-emoji)
    [[ "${#packages[@]}" == 0 ]] && return
    may_install || return
    install_packages "${packages[@]}" &
    AHEAD=$!
    # It is none of the tests that take places, and half installed would be worse than late.
    disown "$AHEAD"
}

# One apt at a time: a second one would find its lock taken.
fetched() {
    while [[ -n "${AHEAD:-}" ]] && kill -0 "$AHEAD" 2>/dev/null; do
        sleep 1
    done
    AHEAD=
}

# Files in memory, where there is enough of it for what a run writes, and programs may be started there as PostgreSQL is.
IN_MEMORY=/dev/shm
ROOM_KIB=$((12 * 1024 * 1024))
has_room_in_memory() {
    local memory files program code=0
    memory="$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null)"
    files="$(df -Pk "$IN_MEMORY" 2>/dev/null | awk 'END { print $4 }')"
    ((${memory:-0} >= ROOM_KIB && ${files:-0} >= ROOM_KIB)) || return
    program="$(mktemp -p "$IN_MEMORY")" || return
    install -m 700 "$(type -P true)" "$program" && "$program" 2>/dev/null || code=1
    rm -f "$program"
    return "$code"
}

may_install() { [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null; }

install_packages() { # package…
    (export DEBIAN_FRONTEND=noninteractive && apt-get update && apt-get install --yes --no-install-recommends "$@") \
        >"$RUN/apt" 2>&1
}

find_node() {
    if command -v node >/dev/null && [[ "$(node --version | grep -oE '[0-9]+' | head -n 1)" -ge 22 ]]; then
        command -v node
    else
        # Playwright brings a Node of its own.
        .venv/bin/python -c 'import pathlib, playwright; print(pathlib.Path(playwright.__file__).parent / "driver" / "node")'
    fi
}

# The real deployment is tried behind a real nginx.
has_nginx() { PATH="$PATH:/usr/sbin" command -v nginx >/dev/null && command -v envsubst >/dev/null; }

find_nginx() {
    fetched
    has_nginx && return
    if may_install; then
        echo "Installing nginx"
        install_packages nginx-light gettext-base && return
        tail -n 3 "$RUN/apt"
    fi
    echo "No nginx or no envsubst: install both (on Debian: nginx-light, gettext-base), or what needs them is left out." >&2
}

# A browser without windows, which take more than the pages in them, is the same browser in all that a page can see.
BROWSERS=(chromium-headless-shell chromium chromium-browser google-chrome)

find_browser() {
    fetched
    [[ -n "${CHROMIUM:-}" ]] && return
    known_browser "${BROWSERS[@]}" && return
    if may_install; then
        echo "Installing Chromium"
        install_browser chromium-headless-shell || install_browser chromium
        known_browser "${BROWSERS[@]}" && return
        tail -n 3 "$RUN/apt"
    fi
    .venv/bin/python -m playwright install chromium || {
        echo "No browser: install Chromium, or set CHROMIUM to one." >&2
        return 1
    }
    export CHROMIUM=
}

install_browser() { # package
    install_packages "$1" fonts-noto-color-emoji
}

known_browser() { # name…
    CHROMIUM="$(command -v "$@" | head -n 1)"
    [[ -n "$CHROMIUM" ]] && export CHROMIUM
}
