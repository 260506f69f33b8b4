#include "core/words.h"

#include "core/language.h"

#include <string.h>

const char *const item_kind_ids[] = {"indicator", "rectification", "task", "veto", NULL};
const char *const verdict_ids[] = {
    "met",    "partly",      "unmet", "exempt",    "closed-out", "completed", "on-schedule",
    "behind", "not-started", "clear", "triggered", "withdrawn",  NULL};
const char *const state_ids[] = {"pending", "stale", "returned", "decided", "confirmed", NULL};

static const char *const verdict_words[][2] = {
    {"met", "完成"},
    {"partly met", "部分完成"},
    {"unmet", "未完成"},
    {"exempt", "不适用"},
    {"closed out", "已销号"},
    {"completed", "完成整改"},
    {"on schedule", "达到序时进度"},
    {"behind", "滞后"},
    {"not started", "未启动"},
    {"clear", "未发生"},
    {"triggered", "发生"},
    {"withdrawn", "撤回"},
};

const char *item_kind_name(enum item_kind kind)
{
    switch (kind) {
    case ITEM_INDICATOR:
        return TR("indicator", "指标");
    case ITEM_RECTIFICATION:
        return TR("rectification", "整改任务");
    case ITEM_TASK:
        return TR("task", "重点任务");
    case ITEM_VETO:
        return TR("veto", "否决项");
    case ITEM_KINDS:
        break;
    }
    return "?";
}

const char *verdict_name(enum verdict verdict)
{
    return TR(verdict_words[verdict][0], verdict_words[verdict][1]);
}

const char *verdict_chinese(enum verdict verdict)
{
    return verdict_words[verdict][1];
}

const char *state_name(enum state state)
{
    switch (state) {
    case STATE_PENDING:
        return TR("pending", "待评定");
    case STATE_STALE:
        return TR("stale", "需重评");
    case STATE_RETURNED:
        return TR("returned", "退回");
    case STATE_DECIDED:
        return TR("to confirm", "待复核");
    case STATE_CONFIRMED:
        return TR("confirmed", "已复核");
    case STATES:
        break;
    }
    return "?";
}

enum verdict verdicts_of(enum item_kind kind, int *count)
{
    switch (kind) {
    case ITEM_RECTIFICATION:
        *count = VERDICT_NOT_STARTED - VERDICT_CLOSED_OUT + 1;
        return VERDICT_CLOSED_OUT;
    case ITEM_VETO:
        *count = VERDICT_TRIGGERED - VERDICT_CLEAR + 1;
        return VERDICT_CLEAR;
    default:
        *count = VERDICT_EXEMPT - VERDICT_MET + 1;
        return VERDICT_MET;
    }
}

bool verdict_fits(enum verdict verdict, enum item_kind kind)
{
    int count;
    enum verdict first = verdicts_of(kind, &count);
    return verdict == VERDICT_WITHDRAWN || (verdict >= first && (int)verdict < (int)first + count);
}

int verdict_from(const char *word)
{
    for (int i = 0; i < VERDICTS; i++)
        if (strcmp(word, verdict_ids[i]) == 0 || strcmp(word, verdict_words[i][1]) == 0)
            return i;
    return -1;
}

const char *const condition_ids[] = {"measures", "penalties", "effect",
                                     "similar",  "mechanism", NULL};

const char *condition_name(const char *id)
{
    const char *const names[] = {
        TR("all measures are carried out", "整改措施全部落实"),
        TR("all penalties are carried out", "立案处罚全部执行到位"),
        TR("the effect meets law and standard", "整改效果达到法律法规和标准要求"),
        TR("similar problems were looked for elsewhere", "举一反三，同类问题排查整治到位"),
        TR("the cause is cured, and a mechanism keeps it so", "成因消除，长效机制建立健全"),
    };
    for (size_t i = 0; condition_ids[i]; i++)
        if (strcmp(condition_ids[i], id) == 0)
            return names[i];
    return NULL;
}

bool verdict_is_complete(enum verdict verdict)
{
    return verdict == VERDICT_MET || verdict == VERDICT_CLOSED_OUT ||
           verdict == VERDICT_COMPLETED || verdict == VERDICT_CLEAR;
}
