"""What servers and crawlers ask for: redirects by format, robots, the sitemap; and the index of the search box."""

import json
import re
from collections.abc import Iterable, Sequence
from html import escape

from kg import assets
from kg.pages.links import Links, thing_path
from kg.pages.ontology import modules
from kg.pages.snapshot import Snapshot
from kg.pages.wording import LANGUAGES, TAGS, interface
from kg.query import Query
from kg.terms import DEKG, DEKGR, SKOS

__all__ = ["permanent", "robots", "search_index", "server", "sitemap"]

_ADDRESSES = 50_000
"""Most addresses of one sitemap, by its protocol (sitemaps.org)."""

_SERVER = """\
# For the server that keeps this site. Names of things lead to their page or their data (303), files keep their types.
Options +FollowSymLinks -MultiViews -Indexes
AddDefaultCharset utf-8
AddType text/turtle .ttl
AddType application/ld+json .jsonld
AddType application/rdf+xml .rdf
AddType application/n-triples .nt
AddType application/n-quads .nq
AddType application/trig .trig
AddType application/geo+json .geojson
AddType application/vnd.apache.parquet .parquet

<IfModule mod_headers.c>
Header always set Access-Control-Allow-Origin "*"
Header always merge Vary "Accept"
Header always set X-Content-Type-Options "nosniff"
Header always set Content-Security-Policy "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; \
img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
</IfModule>

RewriteEngine on
RewriteRule ^ - [E=EXT:html]
RewriteCond %{HTTP_ACCEPT} ^(?:(?!text/html|application/xhtml\\+xml).)*(application/ld\\+json|application/json)
RewriteRule ^ - [E=EXT:jsonld]
RewriteCond %{HTTP_ACCEPT} ^(?:(?!text/html|application/xhtml\\+xml).)*(turtle|n-triples|rdf\\+xml)
RewriteRule ^ - [E=EXT:ttl]
RewriteRule ^id/(?:passage|selector|geometry)- - [E=EXT:ttl]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteRule ^id/([A-Za-z0-9._-]+)$ %{ENV:BASE}id/$1.%{ENV:EXT} [R=303,L]
RewriteRule ^(ontology|shapes)/?$ %{ENV:BASE}$1/index.%{ENV:EXT} [R=303,L]
"""


def server() -> str:
    """Return the `.htaccess` of the folder that a site is published in."""
    base = "# The folder itself, found by the server: what it was asked for, without the path it looked up.\n"
    rule = "RewriteCond %{REQUEST_URI}::$1 ^(.*?/)(.*)::\\2$\nRewriteRule ^(.*)$ - [E=BASE:%1]\n"
    return _SERVER.replace("RewriteEngine on\n", f"RewriteEngine on\n{base}{rule}")


def permanent(base: str) -> str:
    """Return the redirects of the permanent addresses, for submission to w3id.org, with the site's address set."""
    text = (assets.folder("ontology") / "w3id" / ".htaccess").read_text("utf-8")
    return re.sub(r"(\[E=SITE:)[^\]]*\]", lambda match: f"{match[1]}{base}]", text, count=1)


def robots(base: str) -> str:
    """Return what crawlers may do: everything."""
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {base}/sitemap.xml\n" if base else "")


def sitemap(paths: Iterable[str], main: str, base: str) -> dict[str, str]:
    """Return sitemaps by path: one, or an index of several; each page names its twin in the other language."""
    entries = []
    for path in sorted(paths):
        links = {language: f"{base}/{'' if language == main else language + '/'}{path}" for language in LANGUAGES}
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{TAGS[language]}" href="{escape(address)}"/>'
            for language, address in links.items()
        )
        entries += [f"<url><loc>{escape(address)}</loc>{alternates}</url>" for address in links.values()]
    parts = [entries[start : start + _ADDRESSES] for start in range(0, len(entries), _ADDRESSES)]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    sets = [
        f'{head}<urlset {space} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n' + "\n".join(part) + "\n</urlset>\n"
        for part in parts
    ]
    if len(sets) == 1:
        return {"sitemap.xml": sets[0]}
    files = {f"sitemap-{number}.xml": text for number, text in enumerate(sets, 1)}
    listed = "\n".join(f"<sitemap><loc>{base}/{name}</loc></sitemap>" for name in files)
    return {"sitemap.xml": f"{head}<sitemapindex {space}>\n{listed}\n</sitemapindex>\n", **files}


_APART = tuple(
    DEKGR + kind for kind in ("claim-", "datapoint-", "passage-", "selector-", "geometry-", "amount-", "cue-", "plan-",
                              "mapping-", "suffix-", "photo-")
)  # fmt: skip


def search_index(graph: Snapshot, language: str, queries: Sequence[Query], links: Links) -> str:
    """Return the script that holds the names of things, questions and terms: name, other names, kind, path."""
    words = interface(language)
    entries: list[tuple[str, str, str, str]] = []
    for iri in graph.things:
        if iri.startswith(_APART):
            continue
        name = graph.label(iri, language)
        names = [word for tag in LANGUAGES for part in ("prefLabel", "altLabel") for word in
                 graph.words(iri, SKOS + part, tag)]  # fmt: skip
        others = " ".join(dict.fromkeys(word for word in names if word != name))
        kind = graph.kind(iri)
        entries.append((name, others, graph.label(kind, language) if kind else "", thing_path(iri)))
    for query in queries:
        title = query.title.get(language, query.name)
        entries.append((title, query.name, words["question"], f"questions/{query.name}.html"))
    for module in modules():
        for iri in module.terms:
            local = iri.removeprefix(DEKG)
            entries.append((graph.vocabulary.label(iri, language), local, words["ontology"],
                            f"ontology/index.html#{local}"))  # fmt: skip
    rows = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in sorted(set(entries)))
    return f"window.dekgIndex=[\n{rows}\n];\n"
