"""Bad input of the installed command: one line that says what to do, exit 4, no traceback, and soon."""

from __future__ import annotations

import os
import re
import shlex
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from kms_conformance import cli
from tests.support.commands.under_way import COMMAND
from tests.support.servers import hostile_servers as hostile
from tests.support.servers.hostile_servers import saying
from tests.support.servers.raw_sockets import Script, serving

SOON = 60.0  # seconds: a busy machine takes several times as long
FEW = "--only 'CreateCustomKeyStore.CustomKeyStoreName.*' --depth quick"


@dataclass(frozen=True)
class Case:
    """What is typed, with {url} of a server that does `script`, and {dir}; and what the line says."""

    typed: str
    says: str
    script: Script | None = None
    tls: bool = False

    def url(self, stack: ExitStack) -> str:
        if self.script is None:
            return "http://127.0.0.1:1"
        return stack.enter_context(serving(self.script, tls=untrusted() if self.tls else None)).url


def untrusted() -> ssl.SSLContext:
    """A certificate for localhost that nobody has been told to trust."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(made)
    return made


GIVE = "give a URL like http://localhost:4566"
CASES: dict[str, Case] = {
    "nothing listens": Case(
        "run --target-url {url}",
        "the target cannot be reached: the connection was refused; is it started, and is the port right?",
    ),
    "not HTTP": Case(
        "run --target-url {url}",
        "the target was reached, but the answer is not HTTP; is the port right?",
        saying(b"SSH-2.0-OpenSSH_9.6\r\n", stays=True),
    ),
    "HTML for everything": Case(
        "run --target-url {url}",
        "the target does not speak the KMS API (it answers HTTP 404 with content type 'text/html'): is the URL right?",
        hostile.html,
    ),
    "gzip that nobody asked for": Case(
        "run --target-url {url}",
        "the target answers in 'gzip', and nothing but 'identity' was asked for",
        hostile.compressed,
    ),
    "closes without an answer": Case(
        "run --target-url {url}",
        "the target was reached, but the connection was closed before the answer was complete (nothing was answered); "
        "is the scheme right, http:// or https://?",
        hostile.closes_unanswered,
    ),
    "TLS": Case(
        "run --target-url {url}",
        "the target was reached, but the TLS handshake failed (unable to get local issuer certificate); give the CA "
        "that signed its certificate with --ca-file",
        hostile.good,
        tls=True,
    ),
    "hangs": Case(
        "run --target-url {url} --profile {dir}/impatient.toml --wait 0.5",
        "the target was reached, but no complete answer came in time (after 0.3 s); is it ready? give it longer with "
        "--wait SECONDS",
        hostile.hangs,
    ),
    "redirects for ever": Case(
        "run --target-url {url}",
        "the target redirects to 'http://127.0.0.1:",
        hostile.redirecting(lambda site: site.url),
    ),
    "no URL": Case("run --target-url ::", f"'::' has no scheme http:// or https://: {GIVE}"),
    "an unknown key of a profile": Case(
        "run --target-url {url} --profile {dir}/unknown.toml",
        "the profile '{dir}/unknown.toml' has an unknown key 'regoin': known are region, ",
    ),
    "an unknown glob": Case("run --only 'Nope.*'", "--only 'Nope.*' matches no requirement: see "),
    "results that are a directory": Case("run --results {dir}", "--results: '{dir}' is a directory: give a file"),
    "a ledger that is something else": Case(
        "run --target-url {url} --ledger {dir}/unknown.toml",
        "'{dir}/unknown.toml' is no ledger: it does not begin with the target it is of",
        hostile.good,
    ),
    "a proxy that cannot listen": Case(
        "run --target-url {url} --xks-proxy localhost --xks-listen 203.0.113.1:8443 --xks-ca {dir}/tmp/ca",
        "--xks-listen 203.0.113.1:8443 cannot be used: ",
    ),
    "an unknown subcommand": Case("jugde", "there is no command 'jugde': did you mean judge?"),
    "no subcommand": Case("", "give a command: run, fuzz, learn, "),
    "a target of nothing, with workers": Case(
        f"run --target-url {{url}} --workers 2 {FEW}", "the target cannot be reached: the connection was refused; "
    ),
}


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str
    seconds: float


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("bad")
    (found / "unknown.toml").write_text('regoin = "eu-west-1"\n')
    (found / "bytes").write_bytes(b"\xb0\xff")
    (found / "tmp").mkdir()
    (found / "impatient.toml").write_text("timeout = 0.3\n")
    return found


@pytest.fixture(scope="module")
def ended(directory: Path) -> Iterator[Callable[[str], Done]]:
    """How each case ended; two run at a time, because starting is what takes its time."""
    futures: dict[str, Future[Done]] = {}
    with ExitStack() as stack, ThreadPoolExecutor(2) as pool:

        def done(name: str) -> Done:
            if not futures:
                for other, case in CASES.items():
                    words = shlex.split(case.typed.format(url=case.url(stack), dir=directory))
                    futures[other] = pool.submit(typed, words, directory)
            return futures[name].result()

        yield done


def typed(words: list[str], directory: Path) -> Done:
    start = time.monotonic()
    place = {**os.environ, "TMPDIR": str(directory / "tmp")}
    found = subprocess.run(
        [COMMAND, *words], capture_output=True, text=True, timeout=300, cwd=directory, env=place, check=False
    )
    return Done(found.returncode, found.stdout, found.stderr, time.monotonic() - start)


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_one_line_and_exit_4(name: str, ended: Callable[[str], Done], directory: Path) -> None:
    done = ended(name)
    says = re.sub(r"^kms-conformance: (https?://\S+: )?", "", done.err)
    assert says.startswith(CASES[name].says.format(dir=directory))
    assert done.err.count("http") >= CASES[name].says.startswith("the target "), "the URL is not named"
    assert done.err.count("\n") == 1
    assert done.err.endswith("\n")
    assert (done.code, done.out) == (4, "")
    assert done.seconds < SOON


def test_nothing_is_written_where_nothing_was_judged(ended: Callable[[str], Done], directory: Path) -> None:
    said = [ended(name).err for name in CASES]
    assert sorted(p.name for p in directory.iterdir()) == ["bytes", "impatient.toml", "tmp", "unknown.toml"]
    kept = [line.partition("(what it may have made all the same: kms-conformance cleanup ")[2][:-2] for line in said]
    assert sorted(str(p) for p in (directory / "tmp").glob("kms-*")) == sorted(filter(None, kept))
    assert 0 < len(list(filter(None, kept))) < 5


WORDS = {
    "--depth deep": "--depth: there is no depth 'deep': choose quick, default, complete",
    "--extra-states 4 --depth complete": "--extra-states: '4' is no number of states from 0 to 3",
    "--extra-states 1": "--extra-states needs --depth complete",
    "--xks-proxy a:443": "--xks-proxy: 'a:443' is no host as XksProxyUriEndpoint may name it: ",
    "--xks-proxy localhost": "--xks-proxy needs --xks-ca DIR: the target has to trust DIR/ca.pem",
    "--xks-proxy localhost --xks-ca {dir} --xks-listen 443": "--xks-listen: '443' is no address and port such as ",
    "--xks-listen 127.0.0.1:8443": "--xks-listen needs --xks-proxy",
    "--xks-ca {dir}": "--xks-ca needs --xks-proxy",
    "--seed x": "--seed: 'x' is no seed: give a whole number",
    "--seed 1.5": "--seed: '1.5' is no seed: give a whole number",
    "--seed=": "--seed: '' is no seed: give a whole number",
    "--rate 0": "--rate: '0' is no number above 0",
    "--rate=-1": "--rate: '-1' is no number above 0",
    "--rate nan": "--rate: 'nan' is no number above 0",
    "--rate fast": "--rate: 'fast' is no number above 0",
    "--max-seconds 0": "--max-seconds: '0' is no number above 0",
    "--max-seconds inf": "--max-seconds: 'inf' is no number above 0",
    "--max-seconds=": "--max-seconds: '' is no number above 0",
    "--workers 0": "--workers: '0' is neither auto nor a number from 1 to 64",
    "--workers two": "--workers: 'two' is neither auto nor a number from 1 to 64",
    "--workers 65": "--workers: '65' is neither auto nor a number from 1 to 64",
    "--workers=": "--workers: '' is neither auto nor a number from 1 to 64",
    "--workers \u00b2": "--workers: '\u00b2' is neither auto nor a number from 1 to 64",
    "--only ''": "--only '' matches no requirement: see ",
    "--skip '[a'": "--skip '[a' matches no requirement: see ",
    "--results ''": "--results: '.' is a directory: give a file",
    "--ledger {dir}": "--ledger: '{dir}' is a directory: give a file",
    "--markdown {dir}/none/r.md": "--markdown: there is no directory '{dir}/none'",
    "--html {dir}/unknown.toml/r.html": "--html: there is no directory '{dir}/unknown.toml'",
    "--junitxml {dir}/none/r.xml": "--junitxml: there is no directory '{dir}/none'",
    f"--results {'a' * 300}": "--results: ",
    "--target-url ''": "'' has no scheme http:// or https://: give a URL like http://localhost:4566",
    "--target-url moto:5000": "'moto:5000' has no scheme http:// or https://: give a URL like http://moto:5000",
    "--target-url http://me:pass@moto": "the URL must have no user, query or fragment: ",
    "--target-url https://KMS.us-east-1.amazonaws.com.": "kms.us-east-1.amazonaws.com is the real AWS: add ",
    "--target-url http://kms.us-east-1.api.aws --allow-real-aws": "kms.us-east-1.api.aws is the real AWS, which ",
    "--profile {dir}/none.toml": "the profile '{dir}/none.toml' cannot be read: No such file or directory",
    "--profile {dir}": "the profile '{dir}' cannot be read: Is a directory",
    "--junitxml {dir}": "--junitxml: '{dir}' is a directory: give a file",
    "--target-url": "argument --target-url: expected one argument",
    "--nonsense": "there is no option --nonsense",
    "--dep quick": "there is no option --dep: did you mean --depth?",
    "--hmtl=r.html": "there is no option --hmtl: did you mean --html?",
    "--operations Encript": "--operations: there is no operation 'Encript'",
    "http://localhost:4566": "unrecognized arguments: http://localhost:4566",
}


def said(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What a command that cannot be done says, here in this process: no run is ever begun."""
    try:
        code: object = cli.main(words)
    except SystemExit as end:
        code = end.code
    out, err = capsys.readouterr()
    assert (code, out) == (4, "")
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize("options", WORDS)
def test_a_bad_option_of_a_run_is_one_line(options: str, capsys: pytest.CaptureFixture[str], directory: Path) -> None:
    wanted = WORDS[options].format(dir=directory)
    words = ["run", "--target-url=http://127.0.0.1:1", *shlex.split(options.format(dir=directory))]
    assert said(words, capsys).partition(": ")[2].startswith(wanted)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("cleanup", "the following arguments are required: LEDGER"),
        ("cleanup {dir}", "the ledger '{dir}' cannot be read: Is a directory"),
        ("cleanup {dir}/none", "the ledger '{dir}/none' cannot be read: No such file or directory"),
        ("cleanup {dir}/unknown.toml", "'{dir}/unknown.toml' is no ledger: "),
        ("explain Nope {dir}/none", "there is no operation 'Nope' in the AWS KMS service model, botocore "),
        ("explain CreateCustomKeyStore {dir}/none", "'{dir}/none' cannot be read: "),
        ("explain CreateCustomKeyStore {dir}/unknown.toml", "'{dir}/unknown.toml' is no JSON: "),
        ("judge {dir}", "'{dir}' cannot be read: Is a directory\n"),
        ("judge {dir}/bytes", "line 1 of '{dir}/bytes' is not UTF-8\n"),
        ("judge {dir}/unknown.toml", "line 1 of '{dir}/unknown.toml' is no JSON"),
        ("report {dir}/none", "{dir}/none: No such file or directory"),
        ("report {dir}/unknown.toml", "{dir}/unknown.toml: "),
        ("requirements --only nope", "no requirement matches 'nope'"),
        ("serve --port nope", "argument --port: invalid int value: 'nope'"),
        ("serve --fault nope", "there is no "),
        ("serve --fault name-max-mising", "there is no 'name-max-mising': did you mean name-max-missing?"),
        ("serve --xks nope", "argument --xks: invalid choice: 'nope' (choose from "),
        ("serve --xks connect --xks-port nope", "argument --xks-port: invalid int value: 'nope'"),
    ],
)
def test_bad_input_of_the_other_commands_is_one_line(
    words: str, wanted: str, capsys: pytest.CaptureFixture[str], directory: Path
) -> None:
    found = said(shlex.split(words.format(dir=directory)), capsys)
    assert found.partition(": ")[2].startswith(wanted.format(dir=directory))
