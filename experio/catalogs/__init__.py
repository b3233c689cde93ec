"""The Swedish texts: one fragment a subject below experio/locale, compiled and checked together."""
