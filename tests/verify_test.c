/*
 * What must not happen to a record, each done with git's own plumbing, and found by verify() with
 * the right rule and no other.
 *
 * Each mutation starts from an honest record and makes one commit by hand that would be honest too,
 * but for one lie: `forge` with a variable or a step of its own changed. What it is not told to
 * change, it does as the program does.
 */
#include "records/verify.h"

#include "core/buffer.h"
#include "core/language.h"
#include "records/record.h"
#include "tests/harness/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* The steps of a commit made by hand. Persons are `Name <mail>`; T is the commit's moment. */
static const char *const prelude =
    "set -e; R=$PWD/m; export GIT_DIR=$R GIT_INDEX_FILE=$PWD/index; rm -f index\n"
    "LI='李明 <liming@example.org>' WANG='王芳 <wangfang@example.org>'\n"
    "ZHAO='赵海涛 <zhaohaitao@example.org>' SUN='孙丽 <sunli@example.org>'\n"
    "LIU='刘洋 <liuyang@example.org>'\n"
    "T=$(date +%s) J=siping I=air/good-days JN=四平市 IN=优良天数比例 U=%\n"
    "VERDICT=met VC=完成 VALUE=91 SCORE=4 PARENT=$(git rev-parse main) SIGN= H=\n"
    "mail() { m=${1##*<}; echo \"${m%>}\"; }\n"
    "blob() { git rev-parse -q --verify \"$PARENT:$1\" || true; }\n"
    "moment() { date -u -d @$1 +%Y-%m-%dT%H:%M:%S+00:00; }\n"
    /* a decision's file, on standard output */
    "decision() {\n"
    "  [ -n \"${PREVIOUS+x}\" ] || PREVIOUS=$(blob 2020/decisions/$J/$I.md)\n"
    "  [ -n \"${AGAINST+x}\" ] || AGAINST=$(blob 2020/checklist/$I.md)\n"
    "  printf -- '---\\nitem: %s\\njurisdiction: %s\\nverdict: %s\\n' $I $J $VERDICT\n"
    "  [ -z \"$VALUE\" ] || echo \"value: $VALUE\"\n"
    "  [ -z \"$SCORE\" ] || echo \"score: $SCORE\"\n"
    "  [ -z \"$AGAINST\" ] || echo \"against: $AGAINST\"\n"
    "  [ -z \"$PREVIOUS\" ] || echo \"previous: $PREVIOUS\"\n"
    "  [ -z \"$H\" ] || printf 'evidence:\\n  - {title: 年报, at: %s, sha256: %s}\\n' $F $H\n"
    "  printf 'reviewer: %s\\ndecided: %s\\n---\\n' \"${WHO:-$LI}\" $(moment $T); }\n"
    "decision_message() {\n"
    "  echo \"$JN $IN：$VC${VALUE:+ $VALUE$U}${SCORE:+ ${SCORE}分}\"; echo\n"
    "  printf 'Jurisdiction: %s\\nItem: %s\\nVerdict: %s\\n' $J $I $VERDICT\n"
    "  [ -z \"$SCORE\" ] || echo \"Score: $SCORE\"; }\n"
    "confirmation() {\n"
    "  printf -- '---\\nitem: %s\\njurisdiction: %s\\nverdict: confirmed\\n' $I $J\n"
    "  echo \"decision: ${DECISION:-$(blob 2020/decisions/$J/$I.md)}\"\n"
    "  p=$(blob 2020/confirmations/$J/$I.md); [ -z \"$p\" ] || echo \"previous: $p\"\n"
    "  printf 'reviewer: %s\\nconfirmed: %s\\n---\\n' \"${WHO:-$ZHAO}\" $(moment $T); }\n"
    "confirmation_message() { echo \"$JN $IN：复核通过\"; echo\n"
    "  printf 'Jurisdiction: %s\\nItem: %s\\nConfirmation: confirmed\\n' $J $I; }\n"
    /* stage PATH [MODE]: standard input becomes the file; take PATH: it goes */
    "begin() { git read-tree $PARENT; }\n"
    "stage() { b=$(git hash-object -w --stdin);"
    " git update-index --add --cacheinfo ${2:-100644},$b,\"$1\"; }\n"
    "take() { printf '0 %040d\\t%s\\n' 0 \"$1\" | git update-index --index-info; }\n"
    /* commit AUTHOR: what is staged, with the message on standard input; prints its id */
    "commit() {\n"
    "  c=${COMMITTER:-$1}\n"
    "  GIT_AUTHOR_NAME=${1%% <*} GIT_AUTHOR_EMAIL=$(mail \"$1\")\\\n"
    "  GIT_COMMITTER_NAME=${c%% <*} GIT_COMMITTER_EMAIL=$(mail \"$c\")\\\n"
    "  GIT_AUTHOR_DATE=\"@${AT:-$T} +0000\" GIT_COMMITTER_DATE=\"@${CT:-$T} +0000\"\\\n"
    "  git $SIGN commit-tree ${SIGN:+-S} ${TREE:-$(git write-tree)}"
    " ${PARENT:+-p $PARENT} ${OTHER:+-p $OTHER} -F -; }\n"
    "land() { commit \"$1\" >new; git update-ref refs/heads/main $(cat new); }\n"
    "go_on() { N=$(cat new); PARENT=$N; }\n"
    "forge() { begin; decision | stage 2020/decisions/$J/$I.md;"
    " decision_message | land \"${AUTHOR:-${WHO:-$LI}}\"; go_on; }\n"
    "forge_confirmation() { begin; confirmation | stage 2020/confirmations/$J/$I.md;"
    " confirmation_message | land \"${AUTHOR:-${WHO:-$ZHAO}}\"; go_on; }\n"
    /* attach: evidence of the item, at $F with the hash $H */
    "attach() { H=$(echo 年报 | sha256sum | cut -c 1-64);"
    " F=2020/evidence/$J/$I/$(echo $H | cut -c 1-8)-a.txt; begin; echo 年报 | stage $F;"
    " printf '%s %s：佐证 a.txt\\n\\nJurisdiction: %s\\nItem: %s\\nEvidence: %s\\n'"
    " $JN $IN $J $I $F | land \"$LI\";"
    " go_on; }\n"
    /* revise PATH: standard input becomes a setting, by who administers */
    "revise() { begin; stage $1; echo 修订 | land \"${WHO:-$WANG}\"; go_on; }\n"
    "show() { git show $PARENT:$1; }\n"
    /* sign KEY: what follows is signed with it; rewrite: standard input becomes main's last commit
     */
    "sign() { SIGN=\"-c gpg.format=ssh -c user.signingkey=$PWD/$1\"; }\n"
    "rewrite() { git update-ref refs/heads/main $(git hash-object -t commit -w --stdin); }\n"
    "by() { n=${1%% <*}; m=$(mail \"$1\"); shift;"
    " env -u GIT_DIR -u GIT_INDEX_FILE XDG_STATE_HOME=$PWD/state GIT_AUTHOR_NAME=$n "
    "GIT_AUTHOR_EMAIL=$m"
    " GIT_COMMITTER_NAME=$n GIT_COMMITTER_EMAIL=$m $P -C $R \"$@\" >/dev/null; }\n";

struct mutation {
    const char *sentence, *script;
    const char *rules; /* what must be found, in the order of enum verify_rule; "" for nothing */
};

/* ---- An honest record stays without a finding ---- */

static const struct mutation honest[] = {
    {"an_untouched_record_has_no_finding", "", ""},
    {"a_decision_made_by_hand_as_the_program_does_has_no_finding", "forge", ""},
    {"a_confirmation_made_by_hand_has_no_finding", "forge; forge_confirmation", ""},
    {"an_imported_row_that_says_so_has_no_finding",
     "begin; U2=$T; T=$((T - 90000)); decision | stage 2020/decisions/$J/$I.md; AT=$T CT=$U2"
     " COMMITTER=$WANG; { decision_message; echo \"Imported-by: $WANG\"; } | land \"$LI\"",
     ""},
    {"a_checklist_revised_by_who_administers_has_no_finding",
     "show 2020/checklist/$I.md | sed s/80/81/ | revise 2020/checklist/$I.md; VC=完成; forge", ""},
    {"items_that_were_imported_have_no_finding",
     "printf 'category,id,name,inspection,number,problem,deadline,applies\n"
     "work,x-1,问题,central,901,某,2020-12-31,siping\nwork,x-2,问题二,central,902,某,2020-12-31,"
     "siping\n' >r.csv;"
     " by \"$WANG\" import rectifications r.csv",
     ""},
    {"trailers_of_other_tools_are_let_be",
     "begin; decision | stage 2020/decisions/$J/$I.md;"
     " { decision_message; echo 'Reviewed-by: x'; } | land \"$LI\"",
     ""},
    {"what_the_program_writes_has_no_finding",
     "by \"$LI\" decide siping air/good-days --verdict met --value 93;"
     "by \"$ZHAO\" confirm siping air/good-days --return 请核对;"
     "by \"$LI\" decide siping air/good-days --verdict withdrawn --note 重来;"
     "by \"$LI\" decide siping air/good-days --verdict met --value 94;"
     "by \"$ZHAO\" confirm siping air/good-days;"
     "by \"$LI\" decide siping air/pm25 --verdict met --value 40 --score 3.5 --note 说明;"
     "printf 'jurisdiction,item,value,reported\\nsiping,air/good-days,90,2021-01-02T10:00:00+08:00"
     "\\n' >r.csv; by \"$WANG\" import reports r.csv",
     ""},
    {"publishing_and_opening_again_has_no_finding",
     "by \"$WANG\" publish; by \"$WANG\" reopen --reason 更正;"
     "by \"$LI\" decide siping air/good-days --verdict met --value 95; by \"$WANG\" publish",
     ""},
    {"an_object_that_was_cut_off_and_lies_in_a_pack_too_has_no_finding",
     "forge; B=$(git rev-parse main:2020/decisions/$J/$I.md);"
     " F=$R/objects/$(echo $B | cut -c 1-2)/$(echo $B | cut -c 3-); git repack -q -a;"
     " chmod u+w $F; truncate -s 100 $F",
     ""},
    {"attached_evidence_has_no_finding", "attach; forge", ""},
    {"a_merge_of_two_sides_has_no_finding",
     "O=$PARENT; forge; A=$N; PARENT=$O I=work/t02 IN=任务2 VALUE= SCORE=1;"
     " forge; OTHER=$N PARENT=$A; begin;"
     " git show $OTHER:2020/decisions/siping/work/t02.md | stage 2020/decisions/siping/work/t02.md;"
     " printf '合并\\n\\nSync: merge\\n' | land \"$LI\"",
     ""},
    {"a_merge_that_names_what_was_chosen_has_no_finding",
     "O=$PARENT; forge; A=$N; PARENT=$O VALUE=85; forge; OTHER=$N;"
     " PARENT=$A; begin; git show $OTHER:2020/decisions/$J/$I.md | stage 2020/decisions/$J/$I.md;"
     " printf \"合并\\n\\nSync: merge\\nTaken: 2020/decisions/$J/$I.md there\\n\" | land \"$LI\"",
     ""},
};

/* ---- What is forbidden ---- */

static const struct mutation forbidden[] = {
    /* rule 1 */
    {"a_decision_edited_in_a_commit_that_is_no_decisions_is_found",
     "begin; show 2020/decisions/$J/$I.md | sed s/88/99/ | stage 2020/decisions/$J/$I.md;"
     " echo 整理 | land \"$WANG\"",
     "chain trailers time author"},
    {"a_decision_hidden_in_a_revision_of_the_checklist_is_found",
     "begin; decision | stage 2020/decisions/$J/$I.md; show 2020/checklist/$I.md | sed s/80/81/ |"
     " stage 2020/checklist/$I.md; decision_message | land \"$WANG\"",
     "one author bound"},
    {"two_decisions_in_one_commit_are_found",
     "begin; decision | stage 2020/decisions/$J/$I.md; I=work/t02 IN=任务2 VALUE= SCORE=1;"
     " decision | stage 2020/decisions/$J/$I.md;"
     " decision_message | land \"$LI\"",
     "one"},
    {"a_commit_that_changes_nothing_is_found", "begin; echo 空 | land \"$LI\"", "one"},
    {"a_decision_without_previous_is_found", "PREVIOUS=; forge", "chain"},
    {"a_decision_that_names_another_previous_is_found", "PREVIOUS=$(blob programme.md); forge",
     "chain"},
    {"a_first_decision_that_names_a_previous_is_found",
     "I=work/t02 IN=任务2 VALUE= SCORE=1 PREVIOUS=$(blob programme.md); forge", "chain"},
    {"a_decision_removed_is_found", "begin; take 2020/decisions/$J/$I.md; echo 删除 | land \"$LI\"",
     "chain"},
    {"a_decision_of_the_same_bytes_as_an_older_one_is_found",
     "B=$(git rev-parse main~3:2020/decisions/$J/$I.md); forge; begin;"
     " git cat-file blob $B | stage 2020/decisions/$J/$I.md; T=$((T + 1)); VALUE=89.9;"
     " decision_message | land \"$LI\"",
     "chain time"},
    /* what it says of itself */
    {"a_subject_that_lies_is_found",
     "begin; decision | stage 2020/decisions/$J/$I.md; VC=未完成; decision_message | land \"$LI\"",
     "trailers"},
    {"a_verdict_trailer_that_lies_is_found",
     "begin; decision | stage 2020/decisions/$J/$I.md; decision_message |"
     " sed 's/^Verdict: met/Verdict: unmet/' | land \"$LI\"",
     "trailers"},
    {"a_second_trailer_that_lies_in_small_letters_is_found",
     "begin; decision | stage 2020/decisions/$J/$I.md;"
     " { decision_message; echo 'verdict: unmet'; } | land \"$LI\"",
     "trailers"},
    {"trailers_left_out_are_found",
     "begin; decision | stage 2020/decisions/$J/$I.md; decision_message | head -n 1 | land \"$LI\"",
     "trailers"},
    {"a_revision_that_claims_to_be_a_decision_is_found",
     "begin; show 2020/checklist/$I.md | sed s/80/81/ | stage 2020/checklist/$I.md;"
     " decision_message | land \"$WANG\"",
     "trailers"},
    {"a_revision_that_names_another_item_is_found",
     "begin; show 2020/checklist/$I.md | sed s/80/81/ | stage 2020/checklist/$I.md;"
     " printf '修订\n\nItem: air/pm25\n' | land \"$WANG\"",
     "trailers"},
    /* who */
    {"another_author_than_the_file_names_is_found", "AUTHOR=$ZHAO; forge", "author right"},
    {"another_committer_is_found", "COMMITTER=$WANG; forge", "author"},
    {"an_importer_who_is_not_the_committer_is_found",
     "COMMITTER=$ZHAO; begin; decision | stage 2020/decisions/$J/$I.md;"
     " { decision_message; echo \"Imported-by: $WANG\"; } | land \"$LI\"",
     "author"},
    {"an_author_swapped_by_rewriting_is_found",
     "TREE=$(git rev-parse main^{tree}); M=$(git log -1 --format=%B main);"
     " T=$(git log -1 --format=%ct main); PARENT=$(git rev-parse main~1); echo \"$M\" |"
     " land \"$LIU\"",
     "author right"},
    /* when */
    {"a_backdated_decision_is_found", "CT=$T; T=$((T - 90000)); forge", "time"},
    {"a_decision_dated_otherwise_than_its_commit_is_found", "AT=$((T - 60)); forge", "time"},
    {"a_backdated_committer_is_found", "T=$((T - 7200)); forge", "time"},
    {"a_decision_dated_ahead_is_found", "CT=$T; T=$((T + 7200)); forge", "time"},
    {"a_commit_of_a_time_to_come_is_found", "T=$((T + 200000)); forge", "time"},
    /* by which right */
    {"a_person_who_is_not_listed_is_found", "WHO='某人 <x@example.org>'; forge", "right"},
    {"a_person_without_the_role_is_found", "WHO=$ZHAO; forge", "right"},
    {"a_decision_out_of_scope_is_found", "WHO=$LIU; forge", "right"},
    {"a_recused_person_is_found", "WHO=$SUN; forge", "recused"},
    {"a_confirmation_without_the_role_is_found", "forge; WHO=$LIU; forge_confirmation", "right"},
    {"a_revision_by_who_does_not_administer_is_found",
     "WHO=$LI; show 2020/checklist/$I.md | sed s/80/81/ | revise 2020/checklist/$I.md", "right"},
    {"reviewers_emptied_are_found",
     "printf -- '---\\nreviewers: []\\n---\\n' | revise reviewers.md; go_on;"
     " WHO='某人 <x@example.org>'; forge",
     "right"},
    {"a_list_of_reviewers_without_an_entry_is_found",
     "printf -- '---\\nreviewers:\\n---\\n' | revise reviewers.md; go_on; WHO='某人 "
     "<x@example.org>'; forge",
     "right"},
    {"reviewers_removed_are_found",
     "begin; take reviewers.md; echo 修订 | land \"$WANG\"; go_on; WHO='某人 <x@example.org>';"
     " forge",
     "right"},
    {"a_role_granted_and_used_in_one_commit_is_found",
     "begin; show reviewers.md | sed 's/roles: .review. #li/roles: [review, administer]/' |"
     " stage reviewers.md; show 2020/checklist/$I.md | sed s/80/81/ | stage 2020/checklist/$I.md;"
     " echo 修订 | land \"$LI\"",
     "right"},
    {"an_import_by_who_does_not_administer_is_found",
     "COMMITTER=$ZHAO; begin; decision | stage 2020/decisions/$J/$I.md;"
     " { decision_message; echo \"Imported-by: $ZHAO\"; } | land \"$LI\"",
     "right"},
    /* two people */
    {"a_confirmation_of_ones_own_is_found", "WHO=$WANG; forge; forge_confirmation", "two-people"},
    {"a_confirmation_of_other_bytes_is_found",
     "forge; DECISION=$(git rev-parse main~2:2020/decisions/$J/$I.md); forge_confirmation",
     "bound"},
    {"a_confirmation_of_what_was_never_decided_is_found",
     "I=work/t03 IN=任务3 DECISION=$(blob programme.md); forge_confirmation", "bound"},
    {"a_decision_on_another_version_of_the_item_is_found", "AGAINST=$(blob programme.md); forge",
     "bound"},
    {"a_confirmation_of_a_withdrawn_decision_is_found",
     "VERDICT=withdrawn VC=撤回 VALUE= SCORE=; forge; forge_confirmation", "bound"},
    /* what the rule gives */
    {"a_score_that_is_not_the_rules_is_found", "SCORE=3; forge", "content"},
    {"a_score_left_out_is_found",
     "SCORE=; forge; env -u GIT_DIR -u GIT_INDEX_FILE XDG_STATE_HOME=$PWD/state $P -C $R --lang en"
     " verify | grep -q 'the score is missing, the rule gives 4'",
     "content"},
    {"a_verdict_of_another_kind_is_found", "VERDICT=closed-out VC=已销号; forge", "format"},
    {"a_withdrawal_of_nothing_is_found",
     "I=work/t03 IN=任务3 VERDICT=withdrawn VC=撤回 VALUE= SCORE=; forge", "content"},
    /* the shape of the history */
    {"a_merge_that_changes_a_third_file_is_found",
     "O=$PARENT; forge; A=$N; PARENT=$O I=work/t02 IN=任务2 VALUE= SCORE=1;"
     " forge; OTHER=$N PARENT=$A; begin;"
     " git show $OTHER:2020/decisions/siping/work/t02.md | stage 2020/decisions/siping/work/t02.md;"
     " show 2020/checklist/work/t09.md | sed 's/full: 1/full: 2/' |"
     " stage 2020/checklist/work/t09.md; printf '合并\\n\\nSync: merge\\n' | land \"$LI\"",
     "shape"},
    {"a_merge_that_loses_the_other_side_is_found",
     "O=$PARENT; forge; A=$N; PARENT=$O I=work/t02 IN=任务2 VALUE= SCORE=1;"
     " forge; OTHER=$N PARENT=$A; begin; printf '合并\\n\\nSync: merge\\n' | land \"$LI\"",
     "shape"},
    {"a_merge_that_does_not_say_what_was_chosen_is_found",
     "O=$PARENT; forge; A=$N; PARENT=$O VALUE=85; forge; OTHER=$N;"
     " PARENT=$A; begin; printf '合并\\n\\nSync: merge\\n' | land \"$LI\"",
     "shape"},
    {"a_merge_that_claims_a_choice_that_was_none_is_found",
     "O=$PARENT; forge; A=$N; PARENT=$O I=work/t02 IN=任务2 VALUE= SCORE=1;"
     " forge; OTHER=$N PARENT=$A; begin;"
     " git show $OTHER:2020/decisions/siping/work/t02.md | stage 2020/decisions/siping/work/t02.md;"
     " printf '合并\n\nSync: merge\nTaken: 2020/decisions/siping/air/good-days.md here\n' |"
     " land \"$LI\"",
     "trailers"},
    {"a_merge_by_a_stranger_without_words_is_found",
     "O=$PARENT; forge; A=$N; PARENT=$O I=work/t02 IN=任务2 VALUE= SCORE=1;"
     " forge; OTHER=$N PARENT=$A; begin;"
     " git show $OTHER:2020/decisions/siping/work/t02.md | stage 2020/decisions/siping/work/t02.md;"
     " echo 合并 | land '某人 <x@example.org>'",
     "trailers right"},
    {"a_second_root_is_found",
     "O=$PARENT PARENT=; git read-tree $O; for p in $(git ls-files 2020/decisions"
     " 2020/confirmations); do take $p; done; echo 建立 | commit \"$WANG\" >root;"
     " OTHER=$(cat root) PARENT=$O; begin; printf '合并\\n\\nSync: merge\\n' | land \"$LI\"",
     "shape"},
    {"a_first_commit_with_a_decision_is_found",
     "TREE=$(git rev-parse main^{tree}) PARENT=; echo 建立 | land \"$WANG\"",
     "one chain shape time author"},
    /* files that do not belong */
    {"a_link_is_found",
     "begin; printf programme.md | stage 2020/checklist/air/link.md 120000;"
     " echo 修订 | land \"$WANG\"",
     "format"},
    {"a_submodule_is_found",
     "begin; git update-index --add --cacheinfo 160000,$PARENT,2020/checklist/air/sub.md;"
     " echo 修订 | land \"$WANG\"",
     "format"},
    {"a_program_is_found",
     "begin; show programme.md | stage programme.md 100755; echo 修订 | land \"$WANG\"", "format"},
    {"a_binary_decision_is_found",
     "begin; printf '\\0\\377\\376x' | stage 2020/decisions/$J/$I.md;"
     " decision_message | land \"$LI\"",
     "format"},
    {"a_file_where_none_belongs_is_found",
     "begin; echo x | stage 2020/decisions/$J/readme.txt; echo x | land \"$LI\"", "format"},
    {"a_path_that_leads_out_is_found",
     "begin; B=$(echo x | git hash-object -w --stdin); S=$(printf '100644 blob %s\\t..\\n' $B |"
     " git mktree); TREE=$({ git ls-tree main; printf '040000 tree %s\\tx\\n' $S; } | git mktree);"
     " echo x | land \"$LI\"",
     "format"},
    {"a_decision_for_what_is_not_in_the_checklist_is_found",
     "I=air/nothing IN=无 AGAINST= PREVIOUS=; forge", "format"},
    {"a_checklist_that_cannot_be_read_is_found",
     "begin; echo x | stage 2020/checklist/$I.md; echo 修订 | land \"$WANG\"", "format"},
    {"a_programme_removed_is_found",
     "begin; take programme.md; echo 修订 | land \"$WANG\"; go_on; begin;"
     " git show main~1:programme.md | revise programme.md",
     "format"},
    /* evidence */
    {"evidence_replaced_is_found",
     "attach; forge; begin; echo 另一份 | stage \"$F\"; echo 替换 | land \"$LI\"", "evidence"},
    {"a_decision_that_names_other_evidence_than_lies_there_is_found",
     "attach; H=$(echo 另一份 | sha256sum | cut -c 1-64); forge", "evidence"},
    {"a_decision_that_names_evidence_that_is_not_there_is_found",
     "attach; F=2020/evidence/$J/$I/0000-b.txt; forge", "evidence"},
    {"evidence_removed_is_found", "attach; forge; begin; take \"$F\"; echo 删除 | land \"$LI\"",
     "evidence"},
    /* a published year */
    {"a_year_changed_after_publication_is_found",
     "by \"$WANG\" publish; PARENT=$(git rev-parse main); forge", "frozen"},
    {"a_checklist_changed_after_publication_is_found",
     "by \"$WANG\" publish; PARENT=$(git rev-parse main); show 2020/checklist/$I.md |"
     " sed s/80/81/ | revise 2020/checklist/$I.md",
     "frozen"},
    {"a_published_file_replaced_is_found",
     "by \"$WANG\" publish; PARENT=$(git rev-parse main); begin; echo 另一份 |"
     " stage 2020/published/circular.md; echo 更正 | land \"$WANG\"",
     "publication"},
    {"a_publication_whose_file_is_another_is_found",
     "by \"$WANG\" publish; PARENT=$(git rev-parse main); T=$(git log -1 --format=%at);"
     " git log -1 --format=%B >msg; N0=$PARENT; begin; echo 另一份 |"
     " stage 2020/published/circular.md; PARENT=$(git rev-parse main~1); land \"$WANG\" <msg;"
     " git tag -f -m x circular/2020 main >/dev/null",
     "publication"},
    {"a_tag_that_was_moved_is_found",
     "by \"$WANG\" publish; GIT_COMMITTER_NAME=王芳 git tag -f -m x circular/2020 main~1"
     " >/dev/null",
     "publication"},
    {"a_tag_that_was_deleted_is_found", "by \"$WANG\" publish; git tag -d circular/2020 >/dev/null",
     "publication"},
    {"a_tag_that_nobody_signed_for_is_found",
     "by \"$WANG\" publish; C=$(git rev-parse main); git tag -d circular/2020 >/dev/null;"
     " git tag circular/2020 $C",
     "publication"},
    {"a_tag_by_who_may_not_publish_is_found",
     "by \"$WANG\" publish; GIT_COMMITTER_NAME=李明 GIT_COMMITTER_EMAIL=liming@example.org"
     " git tag -f -m x circular/2020 main >/dev/null",
     "right"},
    {"a_publication_by_who_may_not_is_found",
     "by \"$WANG\" publish; PARENT=$(git rev-parse main~1); TREE=$(git rev-parse main^{tree});"
     " T=$(git log -1 --format=%at main); git log -1 --format=%B main >msg; land \"$LI\" <msg;"
     " git tag -f -m x circular/2020 main >/dev/null",
     "author right"},
    /* damage */
    {"an_object_that_is_missing_is_found",
     "forge; B=$(git rev-parse main:2020/decisions/$J/$I.md);"
     " rm -f $R/objects/$(echo $B | cut -c 1-2)/$(echo $B | cut -c 3-)",
     "damaged"},
    {"an_object_that_was_cut_off_is_found",
     "forge; B=$(git rev-parse main:2020/decisions/$J/$I.md);"
     " F=$R/objects/$(echo $B | cut -c 1-2)/$(echo $B | cut -c 3-); chmod u+w $F;"
     " truncate -s 100 $F",
     "damaged"},
    {"an_object_that_was_edited_is_found",
     "forge; B=$(git rev-parse main:2020/decisions/$J/$I.md);"
     " F=$R/objects/$(echo $B | cut -c 1-2)/$(echo $B | cut -c 3-); B2=$(decision |"
     " sed s/91/99/ | git hash-object -w --stdin); chmod u+w $F;"
     " cat $R/objects/$(echo $B2 | cut -c 1-2)/$(echo $B2 | cut -c 3-) >$F",
     "damaged"},
    {"a_commit_that_is_missing_is_found",
     "C=$(git rev-parse main~2); rm -f $R/objects/$(echo $C | cut -c 1-2)/$(echo $C | cut -c 3-)",
     "damaged"},
};

/* ---- What one reader sees and another does not, and what hides among others ---- */

static const struct mutation disguised[] = {
    {"a_frozen_year_changed_between_two_others_is_found",
     "by \"$WANG\" publish; PARENT=$(git rev-parse main); begin;"
     " for y in 2018 2019 2021; do for f in assessment.md jurisdictions/siping.md; do"
     " show 2020/$f | sed s/2020/$y/ | stage $y/$f; done; done; echo 设立 | land \"$WANG\"; go_on;"
     " begin; for y in 2018 2020 2021; do { show $y/jurisdictions/siping.md; echo; echo 改; } |"
     " stage $y/jurisdictions/siping.md; done; echo 修订 | land \"$WANG\"",
     "frozen"},
    {"a_second_year_published_by_the_way_is_found",
     "begin; for f in assessment.md jurisdictions/siping.md; do"
     " show 2020/$f | sed s/2020/2021/ | stage 2021/$f; done; echo 设立 | land \"$WANG\"; go_on;"
     " by \"$WANG\" --year 2020 publish; T=$(git log -1 --format=%at main);"
     " git log -1 --format=%B main >msg; PARENT=$(git rev-parse main~1); git read-tree main;"
     " printf -- '---\\nact: published\\ntag: circular/2021\\ncommit: %s\\nby: %s\\nwhen: "
     "%s\\n---\\n'"
     " $PARENT \"$LIU\" 2021-01-01T00:00:00+00:00 | stage 2021/published/publication.md;"
     " land \"$WANG\" <msg; GIT_COMMITTER_NAME=王芳 GIT_COMMITTER_EMAIL=wangfang@example.org"
     " git tag -f -m x circular/2020 main >/dev/null",
     "one"},
    {"a_publication_without_its_circular_is_found",
     "by \"$WANG\" publish; T=$(git log -1 --format=%at main);"
     " git log -1 --format=%B main >msg; PARENT=$(git rev-parse main); begin;"
     " for f in md html txt; do take 2020/published/circular.$f; done;"
     " show 2020/published/publication.md | sed '/^files/d;/^  - at/d;/^    sha256/d' |"
     " stage 2020/published/publication.md; PARENT=$(git rev-parse main~1);"
     " land \"$WANG\" <msg; GIT_COMMITTER_NAME=王芳 GIT_COMMITTER_EMAIL=wangfang@example.org"
     " git tag -f -m x circular/2020 main >/dev/null",
     "publication"},
    {"a_publication_with_a_tag_of_another_name_is_found",
     "by \"$WANG\" publish; T=$(git log -1 --format=%at main);"
     " git log -1 --format=%B main | sed s,circular/2020,final, >msg; PARENT=$(git rev-parse main);"
     " begin; show 2020/published/publication.md | sed 's,circular/2020,final,' |"
     " stage 2020/published/publication.md; PARENT=$(git rev-parse main~1);"
     " land \"$WANG\" <msg; git tag -d circular/2020 >/dev/null; git tag final main",
     "publication"},
    /* heads that git and libgit2 read differently */
    {"a_second_author_is_found",
     "forge; git cat-file commit main | sed 's/^committer .*/&\\nauthor 赵海涛"
     " <zhaohaitao@example.org> 1 +0000/' | rewrite",
     "format"},
    {"an_author_with_two_addresses_is_found",
     "forge; git cat-file commit main | sed 's/^author 李明 </author 李明 <zhaohaitao@example.org>"
     " </;s/^committer 李明 </committer 李明 <zhaohaitao@example.org> </' | rewrite",
     "format"},
    {"an_encoding_is_found",
     "forge; git cat-file commit main | sed 's/^committer .*/&\\nencoding IBM037/' | rewrite",
     "format"},
    {"a_hidden_end_of_a_message_is_found",
     "forge; { git cat-file commit main; printf '\\0Verdict: unmet\\n'; } | rewrite", "format"},
    {"a_message_that_acts_on_a_terminal_is_found",
     "forge; { git cat-file commit main; printf '\\033[8mx\\n'; } | rewrite", "format trailers"},
    {"a_name_that_is_no_text_is_found",
     "forge; git cat-file commit main | LC_ALL=C sed 's/^committer ./committer /' | rewrite",
     "format"},
    {"a_verdict_before_a_colon_apart_in_a_revision_is_found",
     "begin; show 2020/checklist/$I.md | sed s/80/81/ | stage 2020/checklist/$I.md;"
     " printf '修订\n\nVerdict : unmet\n' | land \"$WANG\"",
     "trailers"},
    {"a_verdict_before_a_comment_in_a_revision_is_found",
     "begin; show 2020/checklist/$I.md | sed s/80/81/ | stage 2020/checklist/$I.md;"
     " printf '修订\n\nVerdict: unmet\n\n# x\n' | land \"$WANG\"",
     "trailers"},
    {"a_verdict_in_the_middle_of_a_message_is_found",
     "begin; decision | stage 2020/decisions/$J/$I.md; { decision_message | head -n 1;"
     " printf '\nVerdict: unmet\n'; decision_message | tail -n +2; } | land \"$LI\"",
     "trailers"},
    {"a_name_of_somebody_else_is_found", "WHO='赵海涛 <liming@example.org>'; forge", "author"},
    /* what git shows is not what there is */
    {"a_commit_that_git_replaces_is_found",
     "forge; A=$N; VALUE=99; PARENT=$(git rev-parse main~1); begin; decision |"
     " stage 2020/decisions/$J/$I.md; decision_message | commit \"$LI\" >new;"
     " git replace $A $(cat new)",
     "shape"},
    {"a_grafted_history_is_found", "forge; echo \"$N $(git rev-parse main~3)\" >$R/info/grafts",
     "shape"},
    /* merges */
    {"a_merge_from_the_side_of_who_was_removed_is_found",
     "show reviewers.md | sed '/roles: .review. #li/s/review/review, administer/' |"
     " revise reviewers.md; go_on; O=$PARENT; show reviewers.md |"
     " sed 's/, administer. #li/] #li/' | revise reviewers.md; go_on; A=$N PARENT=$O;"
     " WHO=$LI; show reviewers.md | sed 's/roles: .confirm./roles: [review, confirm]/' |"
     " revise reviewers.md; go_on; OTHER=$A;"
     " begin; printf '合并\n\nSync: merge\nTaken: reviewers.md here\n' | land \"$LI\"",
     "right"},
    {"a_merge_that_chooses_a_decision_without_the_role_is_found",
     "O=$PARENT; forge; A=$N; PARENT=$O VALUE=85; forge; OTHER=$N;"
     " PARENT=$A; begin; git show $OTHER:2020/decisions/$J/$I.md | stage 2020/decisions/$J/$I.md;"
     " printf \"合并\n\nSync: merge\nTaken: 2020/decisions/$J/$I.md there\n\" | land \"$LIU\"",
     "right"},
};

/* Against the receipt of the last tip that was seen. */
static const struct mutation backwards[] = {
    {"a_record_that_grew_has_no_finding", "forge", ""},
    {"a_tip_rolled_back_is_found", "git update-ref refs/heads/main main~1", "backwards"},
    {"a_decision_edited_without_a_new_commit_is_found",
     "PARENT=$(git rev-parse main~2); VALUE=89; forge", "trailers backwards"},
    {"a_history_made_anew_is_found",
     "TREE=$(git rev-parse main~5^{tree}) PARENT=; echo 建立 | land \"$WANG\"", "backwards"},
};

/* In a year that requires signatures. */
static const struct mutation signatures[] = {
    {"a_signed_record_has_no_finding", "", ""},
    {"a_decision_signed_by_git_has_no_finding", "sign li; forge", ""},
    {"a_publication_with_a_signed_tag_has_no_finding",
     "HOME=$PWD/wang-home by \"$WANG\" publish; sign wang; GIT_COMMITTER_NAME=王芳"
     " GIT_COMMITTER_EMAIL=wangfang@example.org git $SIGN tag -s -f -m x circular/2020 main"
     " >/dev/null",
     ""},
    {"a_signature_that_is_missing_is_found", "forge", "signature"},
    {"a_signature_of_another_listed_person_is_found", "sign wang; forge", "signature"},
    {"a_signature_of_a_key_that_nobody_listed_is_found", "sign other; forge", "signature"},
    {"a_signature_of_a_key_that_has_run_out_is_found", "sign old; forge", "signature"},
    {"a_signature_that_was_stripped_is_found",
     "git cat-file commit main | sed '/^gpgsig /,/END SSH SIGNATURE/d' | rewrite", "signature"},
    {"a_signature_in_the_message_is_found",
     "{ git cat-file commit main | sed '/^gpgsig /,/END SSH SIGNATURE/d'; git cat-file commit main "
     "|"
     " sed -n '/^gpgsig /,/END SSH SIGNATURE/p'; } >new-commit; rewrite <new-commit",
     "format trailers signature"},
    {"a_second_signature_is_found",
     "git cat-file commit main | sed '/END SSH SIGNATURE/a gpgsig x' | rewrite",
     "format signature"},
    {"a_tag_that_was_made_under_another_name_is_found",
     "HOME=$PWD/wang-home by \"$WANG\" publish; sign wang; GIT_COMMITTER_NAME=王芳"
     " GIT_COMMITTER_EMAIL=wangfang@example.org git $SIGN tag -s -m x draft main; git update-ref"
     " refs/tags/circular/2020 refs/tags/draft; git tag -d draft >/dev/null",
     "publication"},
    {"a_signature_moved_from_another_commit_is_found",
     "{ git cat-file commit main | sed '/^gpgsig /,$d'; git cat-file commit main~1 |"
     " sed -n '/^gpgsig /,/END SSH SIGNATURE/p'; git cat-file commit main |"
     " sed '1,/END SSH SIGNATURE/d'; } | rewrite",
     "signature"},
    {"a_word_added_to_a_signed_message_is_found",
     "{ git cat-file commit main; echo 'Reviewed-by: x'; } | rewrite", "signature"},
    {"a_signed_committer_swapped_is_found",
     "git cat-file commit main | sed 's/^committer .*>/committer 王芳 <wangfang@example.org>/' |"
     " rewrite",
     "author signature"},
    {"a_signed_author_swapped_is_found",
     "git cat-file commit main | sed 's/^author .*>/author 王芳 <wangfang@example.org>/' | rewrite",
     "author signature"},
    {"a_revision_that_is_not_signed_is_found",
     "show 2020/checklist/$I.md | sed s/80/81/ | revise 2020/checklist/$I.md", "signature"},
    {"a_requirement_taken_away_without_a_signature_is_found",
     "show 2020/assessment.md | sed '/^signatures/d' | revise 2020/assessment.md", "signature"},
    {"a_key_listed_and_used_in_one_commit_is_found",
     "sign other; show reviewers.md | sed \"s|$(cat wang.pub)|$(cat other.pub)|\" |"
     " revise reviewers.md",
     "signature"},
    {"a_tag_that_is_not_signed_is_found",
     "HOME=$PWD/wang-home by \"$WANG\" publish; GIT_COMMITTER_NAME=王芳"
     " GIT_COMMITTER_EMAIL=wangfang@example.org git tag -f -m x circular/2020 main >/dev/null",
     "signature"},
};

/* ---- The record ---- */

static struct error error;
static char receipt[COMMIT_SIZE];

static void put_reviewers(void)
{
    folder_put("t/2020/circular/circular.md", "{{year}}年\n\n`{{record.commit}}`\n");
    folder_put("t/reviewers.md",
               "---\nreviewers:\n"
               "  - name: 李明\n    email: liming@example.org\n    roles: [review] #li\n"
               "  - name: 王芳\n    email: wangfang@example.org\n"
               "    roles: [review, confirm, publish, administer]\n"
               "  - name: 赵海涛\n    email: zhaohaitao@example.org\n    roles: [confirm]\n"
               "  - name: 孙丽\n    email: sunli@example.org\n    roles: [review]\n"
               "    recused: [siping]\n"
               "  - name: 刘洋\n    email: liuyang@example.org\n    roles: [review]\n"
               "    jurisdictions: [baishan]\n---\n");
}

/* Runs a script behind the prelude, in the folder. */
static void run(const char *script)
{
    struct buffer text = BUFFER_EMPTY;
    char path[256];
    buffer_format(&text, "P='%s'\n%s", program_at(), prelude);
    buffer_format(&text, "%s\n", script);
    folder_put("script", text.bytes);
    snprintf(path, sizeof path, "%s/script", record_folder());
    const char *said = shell("sh script");
    if (last_exit)
        fail_msg("%s\n%s", script, said);
    buffer_free(&text);
}

/* The same with a key for each of two, one that has run out, and signatures required. */
static void make_signed(void)
{
    shell("for k in li wang old other; do ssh-keygen -q -t ed25519 -N '' -C '' -f $k; done;"
          "sed -i \"s|roles: .review. #li|&\\n    keys: ['$(cat li.pub)',"
          " {key: '$(cat old.pub)', until: 2021-01-01}]|;"
          "s|publish, administer.|&\\n    keys: ['$(cat wang.pub)']|\" t/reviewers.md;"
          "sed -i 's/^year: 2020/&\\nsignatures: required/' t/2020/assessment.md;"
          "for k in li wang; do mkdir $k-home; git config -f $k-home/.gitconfig gpg.format ssh;"
          " git config -f $k-home/.gitconfig user.signingkey $PWD/$k; done");
    const char *said = shell("'%s' init m --from '%s'", program_at(), template_at());
    if (last_exit)
        fail_msg("%s", said);
    run("HOME=$PWD/li-home by \"$LI\" decide siping air/good-days --verdict met --value 89.9;"
        "HOME=$PWD/li-home by \"$LI\" decide siping air/good-days --verdict met --value 90");
    shell("mv m signed; rm -rf state");
}

static int make_record(void **state)
{
    (void)state;
    language_set(LANGUAGE_EN);
    record_folder_new();
    put_reviewers();
    shell("sed -i 's/^year: 2020/&\\ninspections: [{id: central, name: 督察}]/'"
          " t/2020/assessment.md");
    const char *said = shell("'%s' init m --from '%s'", program_at(), template_at());
    if (last_exit)
        fail_msg("%s", said);
    run("by \"$LI\" decide siping air/good-days --verdict met --value 89.9;"
        "by \"$ZHAO\" confirm siping air/good-days;"
        "by \"$LI\" decide siping work/t01 --verdict met --score 1 --note 有;"
        "by \"$LI\" decide siping air/good-days --verdict met --value 88;"
        "by \"$ZHAO\" confirm siping air/good-days --return 请核对");
    shell("mv m honest; rm -rf state");
    make_signed();
    return 0;
}

static int remove_record(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

/* ---- Looking ---- */

struct seen {
    bool rules[VERIFY_RULES];
    struct buffer all;
};

static void see(void *context, const struct finding *finding)
{
    struct seen *seen = context;
    seen->rules[finding->rule] = true;
    buffer_format(&seen->all, "%s %.8s %s %s: %s\n", verify_rule_ids[finding->rule],
                  finding->commit, finding->subject, finding->path, finding->text);
}

static void assert_found(const char *expected, const char *seen_last)
{
    char path[256];
    struct record *record;
    struct seen seen = {.all = BUFFER_EMPTY};
    struct verifying verifying = {.found = see, .context = &seen, .receipt = seen_last};
    struct buffer rules = BUFFER_EMPTY;
    size_t findings = 0;
    snprintf(path, sizeof path, "%s/m", record_folder());
    if (record_open(path, &record, &error) || verify(record, &verifying, &findings, &error))
        fail_msg("%s", error.text);
    for (int i = 0; i < VERIFY_RULES; i++)
        if (seen.rules[i])
            buffer_format(&rules, "%s%s", rules.size ? " " : "", verify_rule_ids[i]);
    if (strcmp(rules.bytes, expected) != 0)
        fail_msg("found '%s' where '%s' was expected:\n%s", rules.bytes, expected, seen.all.bytes);
    assert_int_equal(findings == 0, !*expected);
    buffer_free(&rules);
    buffer_free(&seen.all);
    record_free(record);
}

static void mutate(const struct mutation *mutation, const char *from)
{
    shell("rm -rf m state && cp -r %s m && git -C m rev-parse main >tip", from);
    snprintf(receipt, sizeof receipt, "%.40s", shell("cat tip"));
    run(mutation->script);
}

static void judge_mutation(void **state)
{
    const struct mutation *mutation = *state;
    mutate(mutation, "honest");
    assert_found(mutation->rules, NULL);
}

static void judge_signed(void **state)
{
    const struct mutation *mutation = *state;
    mutate(mutation, "signed");
    assert_found(mutation->rules, NULL);
}

static void judge_receipt(void **state)
{
    const struct mutation *mutation = *state;
    mutate(mutation, "honest");
    assert_found(mutation->rules, receipt);
}

/* ---- All ---- */

enum { TESTS_MOST = 160 };

static struct CMUnitTest tests[TESTS_MOST];
static size_t test_count;

static void add(const struct mutation *mutations, size_t count, CMUnitTestFunction function)
{
    for (size_t i = 0; i < count; i++) {
        const void *row = &mutations[i];
        assert_true(test_count < TESTS_MOST);
        tests[test_count] =
            (struct CMUnitTest){.name = mutations[i].sentence, .test_func = function};
        memcpy(&tests[test_count++].initial_state, &row, sizeof row);
    }
}

#define ADD(list, function) add(list, sizeof(list) / sizeof *(list), function)

int main(void)
{
    ADD(honest, judge_mutation);
    ADD(forbidden, judge_mutation);
    ADD(disguised, judge_mutation);
    ADD(backwards, judge_receipt);
    ADD(signatures, judge_signed);
    return _cmocka_run_group_tests("verify", tests, test_count, make_record, remove_record);
}
