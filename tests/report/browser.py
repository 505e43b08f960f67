"""A headless Chromium driven over its own debugging pipe: nothing to install beside the browser."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
)


def find_browser() -> str | None:
    """Give the path of a Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """One page in one browser."""

    def __init__(self, *, width: int = 1280, height: int = 900) -> None:
        self.folder = tempfile.mkdtemp(prefix="kiemen-browser-")
        to_browser, self.writer = os.pipe()
        self.reader, from_browser = os.pipe()

        def connect() -> None:
            """Put the pipe where the browser looks for it: it listens on descriptor 3 and answers on 4."""
            os.dup2(to_browser, 3)
            os.dup2(from_browser, 4)

        program = [str(find_browser()), *QUIET, f"--user-data-dir={self.folder}", f"--window-size={width},{height}"]
        self.process = subprocess.Popen(
            [*program, "--remote-debugging-pipe", "about:blank"],
            preexec_fn=connect,  # noqa: PLW1509 no threads here
            pass_fds=(3, 4),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self.number = 0
        self.rest = b""
        self.events: list[dict[str, Any]] = []
        self.session = ""
        pages = [one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page"]
        target = pages[0]["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def _next(self, deadline: float) -> dict[str, Any]:
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.reader], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError("the browser did not answer")
            part = os.read(self.reader, 1 << 20)
            if not part:
                raise ConnectionError("the browser went away")
            self.rest += part
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send one command and give its answer; events that come by are kept."""
        self.number += 1
        asked: dict[str, Any] = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            asked["sessionId"] = self.session
        os.write(self.writer, json.dumps(asked).encode() + b"\0")
        deadline = time.monotonic() + 60
        while True:
            message = self._next(deadline)
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(message["error"])
                return message["result"]
            self.events.append(message)

    def open(self, path: Path) -> None:
        """Open a file and wait until it is loaded and drawn."""
        self.events.clear()
        self.call("Page.navigate", url=path.resolve().as_uri())
        self._loaded()

    def back(self) -> None:
        """Go back to the page before, as the button of a browser does, and wait until it is loaded and drawn."""
        self.events.clear()
        history = self.call("Page.getNavigationHistory")
        self.call("Page.navigateToHistoryEntry", entryId=history["entries"][history["currentIndex"] - 1]["id"])
        self._loaded()

    def _loaded(self) -> None:
        deadline = time.monotonic() + 60
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next(deadline))
        self.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def run(self, script: str) -> Any:
        """Evaluate a script in the page and give its value."""
        got = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in got:
            raise RuntimeError(got["exceptionDetails"])
        return got["result"].get("value")

    def key(self, key: str) -> None:
        """Press one key on whatever has the focus."""
        text = key if len(key) == 1 else ""
        code = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowRight": 39, "ArrowUp": 38}.get(
            key, ord(key[0]) if text else 0
        )
        if key == "Enter":
            text = "\r"
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=code)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def complaints(self) -> list[str]:
        """Give errors and warnings of the console, exceptions and refused scripts since the page was opened."""
        said = []
        for event in self.events:
            method, found = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                said.append(str(found["exceptionDetails"]))
            elif method == "Log.entryAdded":
                said.append(str(found["entry"]["text"]))
            elif method == "Runtime.consoleAPICalled":
                said.append(str(found["args"]))
        return said

    def requests(self) -> list[str]:
        """Give every address the page asked for, itself left out."""
        asked = [
            event["params"]["request"]["url"]
            for event in self.events
            if event.get("method") == "Network.requestWillBeSent"
        ]
        return [url for url in asked[1:] if not url.startswith("data:")]

    def close(self) -> None:
        """End the browser and remove its folder."""
        self.process.kill()
        self.process.wait()
        os.close(self.writer)
        os.close(self.reader)
        shutil.rmtree(self.folder, ignore_errors=True)
