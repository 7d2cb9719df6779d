"""A browser in words: names that people know, and nothing for what says nothing."""

import pytest

from core.accounts.devices import device_words

APPLE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
CHROME = "AppleWebKit/537.36 Chrome/142.0 Safari/537.36"

AGENTS = {
    f"{WINDOWS}; rv:145.0) Gecko/20100101 Firefox/145.0": "Firefox, Windows",
    f"{WINDOWS}) {CHROME} Edg/142.0": "Edge, Windows",
    f"Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 {CHROME}": "Samsung Internet, Android",
    f"{APPLE} Version/18.6 Mobile Safari/604.1": "Safari, iPhone",
    f"{APPLE} CriOS/142.0 Mobile Safari/604.1": "Chrome, iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.6 Safari/605.1": "Safari, Mac",
    f"Mozilla/5.0 (X11; Linux x86_64) {CHROME}": "Chrome, Linux",
    "curl/8.5.0": "",
    "": "",
    "<script>alert(1)</script>": "",
}


@pytest.mark.parametrize(("agent", "words"), AGENTS.items())
def test_a_browser_is_named_as_people_know_it(agent: str, words: str) -> None:
    assert device_words(agent) == words
