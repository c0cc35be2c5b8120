#!/bin/sh
# Sees to it that the machine has what the build and the tests need, and does nothing when it has.
#
#   tools/prepare.sh build     Rust, a C++ compiler, cmake and libclang (the solver HiGHS is compiled from source)
#   tools/prepare.sh test      the same, rustfmt, clippy, Chromium, and Python packages in target/python
#
# On Debian and Ubuntu it installs what is missing, after saying so; with sudo where it is not run as root. On other
# systems it says what to install and stops.
set -eu
cd "$(dirname "$0")/.."
purpose="${1:-build}"

say() { printf '%s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }

# -- Rust -----------------------------------------------------------------------------------------------------------

need_rust="$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' Cargo.toml)"
if ! has cargo && [ -f "$HOME/.cargo/env" ]; then
    say "Rust is installed but not on the PATH of this shell. Run:  . \"\$HOME/.cargo/env\""
    say "and then the same command again."
    exit 1
fi
if ! has cargo || ! has rustc; then
    say "Rust is missing. Install Rust $need_rust or newer from https://rustup.rs, open a new shell, and run the same"
    say "command again."
    exit 1
fi
rust="$(rustc --version | sed 's/^rustc \([0-9]*\.[0-9]*\).*/\1/')"
if [ "${rust%%.*}" -lt "${need_rust%%.*}" ] ||
    { [ "${rust%%.*}" -eq "${need_rust%%.*}" ] && [ "${rust#*.}" -lt "${need_rust#*.}" ]; }; then
    say "Rust $rust is too old: Rust $need_rust or newer is needed."
    say "With rustup:  rustup update stable.  Rust from a package manager is often old; https://rustup.rs has the newest."
    exit 1
fi
if [ "$purpose" = test ]; then
    for component in rustfmt clippy; do
        case $component in rustfmt) probe=fmt ;; *) probe=$component ;; esac
        if ! cargo "$probe" --version >/dev/null 2>&1; then
            if ! has rustup; then
                say "\`cargo $probe\` is missing. Install $component where Rust came from, and run the same command again."
                exit 1
            fi
            say "Installing $component with rustup."
            rustup component add "$component" >&2
        fi
    done
fi

# -- A C++ compiler, cmake, libclang, Python, Chromium ----------------------------------------------------------------

has_compiler() { has c++ || has g++ || has clang++; }

has_libclang() {
    [ -n "${LIBCLANG_PATH:-}" ] && return 0
    for folder in /usr/lib/llvm*/lib /usr/lib/*-linux-gnu* /usr/lib64 /usr/lib64/llvm*/lib /usr/lib /usr/local/lib \
        /opt/homebrew/opt/llvm/lib /usr/local/opt/llvm/lib /Library/Developer/CommandLineTools/usr/lib \
        /Applications/Xcode.app/Contents/Developer/Toolchains/XcodeDefault.xctoolchain/usr/lib; do
        for library in "$folder"/libclang.so* "$folder"/libclang-[0-9]*.so* "$folder"/libclang.dylib; do
            [ -e "$library" ] && return 0
        done
    done
    return 1
}

# The library alone is not enough: the headers that every C compiler brings of its own come with libclang-dev.
has_clang_headers() {
    for header in /usr/lib/llvm*/lib/clang/*/include/stddef.h /usr/lib/clang/*/include/stddef.h; do
        [ -e "$header" ] && return 0
    done
    return 1
}

wants_python() { [ "$purpose" = test ] && [ -z "${REISAGENDA_PYTHON:-}" ]; }
has_venv() { has python3 && python3 -c 'import ensurepip, venv' >/dev/null 2>&1; }

# The tests open pages in it.
has_chromium() { has chromium || has chromium-browser || has google-chrome || has google-chrome-stable; }

is_debian() { has apt-get && has dpkg; }
# Ubuntu has it as a snap only, which is not for us to install.
offers_chromium() { is_debian && grep -q '^ID=debian' /etc/os-release 2>/dev/null; }

missing=''
has_compiler || missing="$missing g++"
has cmake || missing="$missing cmake"
if ! has_libclang || { is_debian && [ -z "${LIBCLANG_PATH:-}" ] && ! has_clang_headers; }; then
    missing="$missing libclang-dev"
fi
if wants_python && [ ! -x target/python/bin/python ] && ! has_venv; then missing="$missing python3-venv"; fi
if [ "$purpose" = test ] && ! has_chromium && offers_chromium; then missing="$missing chromium"; fi

if [ -n "$missing" ] && is_debian; then
    as_root=''
    if [ "$(id -u)" -ne 0 ]; then
        if ! has sudo; then
            say "Missing:$missing. There is no sudo here; ask whoever administers this machine to run:"
            say "    apt-get update && apt-get install --no-install-recommends$missing"
            exit 1
        fi
        as_root=sudo
    fi
    say "Missing:$missing. Installing with apt-get${as_root:+, as root through sudo}."
    $as_root apt-get update -q >&2
    # shellcheck disable=SC2086  # The names are words.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >&2
elif [ -n "$missing" ]; then
    say "Missing (by their Debian names):$missing. Install them, and run the same command again:"
    say "    Fedora          sudo dnf install gcc-c++ cmake clang-devel python3"
    say "    Arch            sudo pacman -S --needed base-devel cmake clang python"
    say "    openSUSE        sudo zypper install gcc-c++ cmake clang-devel python3"
    say "    macOS           xcode-select --install; brew install cmake llvm python"
    say "                    and, if libclang is not found: export LIBCLANG_PATH=\"\$(brew --prefix llvm)/lib\""
    say "    Windows         winget install Kitware.CMake LLVM.LLVM Python.Python.3.13"
    say "                    winget install Microsoft.VisualStudio.2022.BuildTools (with the workload C++)"
    say "                    Run make from Git Bash, or run the cargo commands of the Makefile by hand."
    exit 1
fi

if [ "$purpose" = test ] && ! has_chromium; then
    say "There is no Chromium: the tests that open pages in a browser will say that they did not run."
fi

# -- Python packages for the tests ------------------------------------------------------------------------------------

if wants_python && ! cmp -s tools/python-requirements.txt target/python/installed.txt; then
    say "Installing Python packages for the tests in target/python: $(grep -v '^#' tools/python-requirements.txt | tr '\n' ' ')"
    mkdir -p target
    python3 -m venv --clear target/python
    if ! target/python/bin/python -m pip install --quiet --disable-pip-version-check -r tools/python-requirements.txt >&2; then
        say "They could not be installed. With REISAGENDA_PYTHON set to a Python that has them, nothing is installed."
        exit 1
    fi
    cp tools/python-requirements.txt target/python/installed.txt
fi
