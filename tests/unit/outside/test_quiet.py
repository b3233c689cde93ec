"""What the server refuses before the site sees it carries every header and nothing of what was sent."""

from experio.outside.headers import ALWAYS
from experio.serving.quiet import refusal


def test_the_servers_own_refusal_is_a_page_like_others() -> None:
    head, _, page = refusal(400, "ABCDEFGHJK").decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)

    assert first == "HTTP/1.1 400 Bad Request"
    assert headers.items() >= ALWAYS.items()
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Request-Id"] == "ABCDEFGHJK"
    assert headers["Server"] == "experio"
    assert int(headers["Content-Length"]) == len(page.encode())
    assert "ABCDEFGHJK" in page
