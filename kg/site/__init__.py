"""Publish a graph as a static site: pages, data beside every page, dumps, and what servers and crawlers ask for.

publish    the whole of it, in order
folder     where it is written: refuses what is not a site, removes what an earlier edition left
work       pages of things, spread over processes
files      dumps, ontology files, named graphs
serving    .htaccess, robots.txt, sitemap, the index of the search box
"""

from kg.site.publish import Published, publish

__all__ = ["Published", "publish"]
