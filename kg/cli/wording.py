"""What the commands say, in English and Chinese, where a table of words is clearer than words in the code."""

from collections.abc import Mapping

__all__ = ["LINK_WORDS"]

LINK_WORDS: Mapping[str, Mapping[str, str]] = {
    "columns": {
        "en": "name|thing|relation|outside|confidence|agreed by",
        "zh": "名称|事物|对应关系|外部事物|可信度|依据",
    },
    "relations": {
        "iris": "skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch|skos:relatedMatch",
        "en": "the same|nearly the same|part of it|has as part|related",
        "zh": "相同|近似|属于|包含|相关",
    },
    "counted": {"en": "{count} links", "zh": "共{count}条链接"},
    "proposed": {
        "en": "{rows} new candidates for {things} things in {path}; decide on them with: kg link review {path}",
        "zh": "为{things}个事物新增{rows}个候选，已写入{path}；请审核：kg link review {path}",
    },
    "ask": {
        "en": "[e]xact  [c]lose  [b]roader  [t]own it is governed from  [n]o  [s]kip  [q]uit:",
        "zh": "[e]相同 [c]近似 [b]更宽 [t]政府驻地 [n]否 [s]跳过 [q]退出：",
    },
    "rival": {"en": "{name} claims it too", "zh": "{name}亦对应此项"},
    "decided": {
        "en": "{count} decided, {left} left in {path}",
        "zh": "已审核{count}条，{path}中还剩{left}条",
    },
}
