"""The headers with which a web server should send the site, and files that set them.

The tests open the pages of this site with these headers.
"""

from __future__ import annotations

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


def headers_file() -> bytes:
    """Return the headers for hosts that read a file `_headers`, such as Netlify and Cloudflare Pages."""
    lines = (f"  {name}: {value}\n" for name, value in HEADERS.items())
    return f"/*\n{''.join(lines)}".encode()


def nginx_headers() -> bytes:
    """Return the headers as a file that the configuration of nginx can include."""
    return "".join(f'add_header {name} "{value}" always;\n' for name, value in HEADERS.items()).encode()


HOST_FILES = {"_headers": headers_file, "nginx-headers.conf": nginx_headers}  # at the top of the site
