"""Values that have broken web applications, and some that only look as if they could."""

from random import Random

# ruff: noqa: E501 - values stand closer together in long lines

# If one of these stands in a page as it was sent, what people type is not escaped.
MARK = "xss7q"
HTML = (
    f"<{MARK}>",
    f'"><{MARK} onfocus=alert(1)>',
    f"'-alert(1)-'<{MARK}>",
    f"</script><{MARK}>",
    f"</textarea><{MARK}>",
    f"<svg/onload=alert(1)><{MARK}>",
)
# If the result stands in a page, what people type is run as a template.
TEMPLATES = (
    "{{ 7717|add:7717 }}",
    "{% debug %}",
    "{{ settings.SECRET_KEY }}",
    "${7717+7717}",
    "#{7717+7717}",
    "%7B%7B7717%7D%7D",
)
COMPUTED = "15434"
SQL = (
    "' OR '1'='1",
    "1; DROP TABLE cases_case; --",
    "' UNION SELECT NULL, version() --",
    "1) OR pg_sleep(0)=(1",
    '"; SELECT 1; --',
    "%' AND 1=1 --",
    "\\'; --",
    "$$ || current_user || $$",
)
TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x00" * 50,
    "x" * 10_000,
    "å" * 5_000,
    "\u202egnirts",
    "\u200b\u200d\ufeff",
    "e" + "\u0301" * 300,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "İıſßΣς",
    "\uff11\uff12\uff13",
    "١٢٣",
    "\U0010ffff\ufffe",
    "\x1b[31m",
    "a\r\nSet-Cookie: x=1",
    "a\r\nb",
    "\t\v\f",
    "None",
    "null",
    "undefined",
    "NaN",
    "true",
    "[]",
    "{}",
    "../../../../etc/passwd",
    "..%2f..%2f",
    "file:///etc/passwd",
    "https://evil.example.org/",
    "//evil.example.org",
    "javascript:alert(1)",
    "=1+1",
    "@SUM(A1)",
    "%s%s%n",
    "%",
    "%zz",
    "%00",
    "%ff",
    "_",
    "\\",
    "'",
    '"',
    "`id`",
    "$(id)",
    "|id",
)
NUMBERS = (
    "0", "-0", "-1", "1.5", "1e9", "1e309", "-1e309", "Infinity", "nan", "0x10", "0b1", "1_000", " 1 ", "+1",
    "01", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "9" * 400,
    "1,5", "1 000", "½", "²", "100", "101", "250",
)  # fmt: skip
DATES = (
    "0000-00-00", "0001-01-01", "0001-01-02", "9999-12-31", "10000-01-01", "2021-02-30", "2021-13-01", "2021-1-1",
    "20211122", "211122", "2021-11-22T00:00", "22/11/2021", "2021-W47", "-2021-01-01", "1899-12-31", "2262-04-12",
    "2021-11-22\x00", "٢٠٢١-١١-٢٢", "2021-11-22 ", "1970-01-01", "2038-01-19", "2100-02-29", "2021-11-21",
)  # fmt: skip
EVERYTHING = (*HTML, *TEMPLATES, *SQL, *TEXTS, *NUMBERS, *DATES)
# As they travel: bytes that are no text at all.
RAW_QUERIES = (
    "%ED%A0%80", "%C0%AF", "%FF%FE", "%00", "%u0041", "&&&&", "=", "=&=", "a=1&a=2&a=3", ";", "?", "[]=1", "a[b][c]=1",
    "page=%ED%A0%80", "q=%C3%28", "page=1&page=-1&page=x", "&".join(f"p{n}=1" for n in range(300)),
    "&".join(f"p{n}=1" for n in range(1100)),
)  # fmt: skip
METHODS = ("OPTIONS", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "POST2", "GET\x00", "PURGE", "DEBUG")
CONTENT_TYPES = (
    "application/json", "text/plain", "text/xml", "application/xml", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\x00", "multipart/form-data; boundary=" + "b" * 300, "multipart/mixed; boundary=b",
    "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=nonsense",
    "application/x-www-form-urlencoded; charset=utf-16", "image/png", "", "/", "a" * 1000, "text/html; charset=%00",
)  # fmt: skip
BODIES = (
    b"", b"\x00", b"\xff\xfe\xfd", b"{", b"[]", b"null", b"a=%ED%A0%80", b"a=%00", b"=&=&=", b"a" * 20_000,
    b"&".join(b"f%d=1" % n for n in range(1100)),
    b"--b\r\n", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="../../x.csv"\r\nContent-Type: text/csv\r\n\r\nx\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="\x00"\r\n\r\n\x00\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="f"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--\r\n',
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"HTTP_HOST": "evil.example.org"},
    {"HTTP_HOST": "localhost:99999"},
    {"HTTP_HOST": "a b"},
    {"HTTP_X_FORWARDED_HOST": "evil.example.org"},
    {"HTTP_X_FORWARDED_FOR": "x" * 5000},
    {"HTTP_X_FORWARDED_FOR": "1.2.3.4, ::1, \x00"},
    {"HTTP_X_FORWARDED_PROTO": "javascript"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "not an address"},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 10_000},
    {"HTTP_ACCEPT_LANGUAGE": "../../etc, *;q=9, \x00"},
    {"HTTP_ACCEPT": "\x00"},
    {"HTTP_USER_AGENT": f"<{MARK}>\r\nX: y"},
    {"HTTP_REFERER": f"javascript:<{MARK}>"},
    {"HTTP_REFERER": "http://[::1"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_ORIGIN": "https://evil.example.org"},
    {"HTTP_HX_REQUEST": "true"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[::1", "HTTP_HX_TARGET": f"<{MARK}>"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": "true", "HTTP_HX_CURRENT_URL": "%ED%A0%80"},
    {"HTTP_HX_REQUEST": "\x00", "HTTP_HX_TRIGGERING_EVENT": "{"},
    {"HTTP_IF_MODIFIED_SINCE": "yesterday"},
    {"HTTP_IF_NONE_MATCH": "x" * 5000},
    {"HTTP_RANGE": "bytes=0-,1-,2-"},
    {"HTTP_CONTENT_LENGTH": "-1"},
    {"CONTENT_LENGTH": "x"},
    {"CONTENT_LENGTH": "-5"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    {"HTTP_X_CSRFTOKEN": "\x00" * 64},
    {"HTTP_X_REQUEST_ID": f"<{MARK}>\r\nInjected: 1"},
    {"HTTP_AUTHORIZATION": "Basic !!!"},
    {"HTTP_COOKIE": "=; ;;;"},
    {"HTTP_COOKIE": "a=" + "b" * 8000},
    {"HTTP_COOKIE": "messages=[[\"__json_message\",0,99,\"x\"]]:bad:signature"},
    {"HTTP_COOKIE": "django_language=../../x"},
    {"HTTP_COOKIE": "experio_language=\x00"},
)  # fmt: skip


def value(rng: Random) -> str:
    """One hostile value; now and then two glued together, or a plain one broken at a random place."""
    chosen = rng.choice(EVERYTHING)
    if rng.random() < 0.15:
        chosen = (chosen + rng.choice(EVERYTHING))[:20_000]
    if rng.random() < 0.1 and chosen:
        place = rng.randrange(len(chosen))
        chosen = (
            chosen[:place]
            + chr(rng.choice((0, 9, 10, 13, 34, 39, 60, 0x2028, 0xFFFD, 0x1F600)))
            + chosen[place:]
        )
    return chosen
