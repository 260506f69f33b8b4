/*
 * A whole year in which one file is any bytes: the first byte says which. What loads is scored, and
 * its facts are made and found again by their names.
 */
#include "core/buffer.h"
#include "core/circular.h"
#include "core/facts.h"
#include "core/load.h"
#include "core/memory.h"
#include "core/score.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static const char *const year[][2] = {
    {"2020/assessment.md",
     "---\nyear: 2020\nclasses:\n  - {id: city, name: 市}\ninspections:\n"
     "  - {id: central, name: 中央督察}\nconditions:\n  - finished\n  - {id: own, name: 自定}\n"
     "grades:\n  - {name: 一等, from: 9, best: 1}\n  - {name: 二等}\ntotal-most: 100\n"
     "bonus-most: 2\ndeduction-most: 5\nexempt: rescale\ntwo-person: true\ntie-breaker: air\n"
     "lists:\n  - {id: best, top: 1, grades: [{name: 甲, from: 9}, {name: 乙}]}\n"
     "  - {id: air, category: air, class: city, misses: 60, bottom: 1}\n"
     "  - {id: dust, item: air/pm25, reaches: 40, grade: [二等]}\n"
     "  - {id: fraud, item: veto/fraud, verdict: [triggered]}\n"
     "circular: {number: 一号, issuers: [甲, 乙]}\n---\n"},
    {"2020/checklist/air/category.md", "---\nname: 空气\nfull: 10\norder: 1\n---\n"},
    {"2020/checklist/air/pm25.md",
     "---\nname: PM2.5\nkind: indicator\nunit: 微克\ndirection: lower\ntarget: 43\n"
     "targets: {siping: 40}\nearlier: {2019: 45}\nfull: 4\napplies: [city, whole]\n"
     "rule: {type: deduct, per: 1, points: 0.5}\n---\n"},
    {"2020/checklist/air/straw.md",
     "---\nname: 秸秆\nkind: task\nfull: 3\napplies: [city]\nrule: {type: by-hand}\n---\n"},
    {"2020/checklist/tasks/category.md", "---\nname: 整改\nscoring: share\nfull: 5\n---\n"},
    {"2020/checklist/tasks/central-1.md",
     "---\nname: 第一项\nkind: rectification\ninspection: central\nnumber: 1\nproblem: 问题\n"
     "deadline: 2020-12-31\napplies: [siping]\n---\n"},
    {"2020/checklist/veto/category.md", "---\nname: 否决\nrole: veto\norder: 9\n---\n"},
    {"2020/checklist/veto/fraud.md",
     "---\nname: 造假\nkind: veto\napplies: [city]\neffect: cap\ngrade: 二等\n---\n"},
    {"2020/circular/circular.md", "# 通报\n\n{{siping.air.pm25.value}}\n"},
    {"2020/confirmations/siping/air/pm25.md",
     "---\nitem: air/pm25\njurisdiction: siping\nverdict: confirmed\ndecision: "
     "2020/decisions/siping/air/pm25.md\nreviewer: 李明 <li@example.org>\n---\n"},
    {"2020/decisions/siping/air/pm25.md",
     "---\nitem: air/pm25\njurisdiction: siping\nverdict: met\nvalue: 39\nscore: 4\nagainst: "
     "2020/checklist/air/pm25.md\nreviewer: 王芳 <wang@example.org>\n---\n"},
    {"2020/decisions/siping/tasks/central-1.md",
     "---\nitem: tasks/central-1\njurisdiction: siping\nverdict: on-schedule\nagainst: "
     "2020/checklist/tasks/central-1.md\nreviewer: 王芳 <wang@example.org>\n---\n"},
    {"2020/jurisdictions/baishan.md", "---\nname: 白山市\nclass: city\norder: 1\n---\n"},
    {"2020/jurisdictions/siping.md",
     "---\nname: 四平市\ngovernment: 四平市政府\nclass: city\norder: 2\n---\n"},
    {"2020/jurisdictions/whole.md", "---\nname: 全省\nwhole: true\n---\n"},
    {"2020/reports/siping/air/pm25.md",
     "---\nitem: air/pm25\njurisdiction: siping\nvalue: 39\n---\n\n与年报一致。\n"},
    {"programme.md", "---\nformat: 1\nname: 方案\ndepartments: [甲厅, 乙厅]\n---\n"},
    {"reviewers.md", "---\nreviewers: []\n---\n"},
};

enum { FILES = sizeof year / sizeof *year };

static void use(struct arena *arena, const struct assessment *assessment, const char *circular)
{
    struct buffer out = BUFFER_EMPTY;
    struct error error;
    const struct tally *tally = tally_new(arena, assessment);
    const struct value *facts = facts_new(arena, tally, "0123456789abcdef");
    struct circular strict = {.name = "fuzz", .text = circular, .draft = true};
    value_to_json(&out, facts);
    circular_render(&strict, facts, &out, NULL, &error);
    for (size_t i = 0; i < assessment->entry_count; i++) {
        const struct entry *entry = &assessment->entries[i];
        MUST(!entry->decision || *entry->decision->reviewer);
        entry_is_settled(assessment, entry);
    }
    buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct file list[FILES];
    struct files files = {.list = list, .count = FILES};
    struct arena *arena = arena_new();
    const struct assessment *assessment;
    struct error error;
    const char *circular = "{{siping.total}}{{#ranking}}{{name}}{{/ranking}}";
    if (!size)
        return arena_free(arena), 0;
    for (size_t i = 0; i < FILES; i++)
        list[i] = (struct file){.path = year[i][0],
                                .blob = year[i][0],
                                .bytes = year[i][1],
                                .size = strlen(year[i][1])};
    struct file *chosen = &list[bytes[0] % FILES];
    chosen->bytes = arena_text_of(arena, (const char *)bytes + 1, size - 1);
    chosen->size = size - 1;
    if (assessment_load(arena, &files, "2020", "2021-03-09", &assessment, &error) == STATUS_OK)
        use(arena, assessment, circular);
    else
        MUST(error.status == STATUS_INPUT);
    arena_free(arena);
    return 0;
}
