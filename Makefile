# kaoping (考评). `make run` and `make check` need nothing done before them on Debian 12.

PREFIX  ?= /usr/local
CC      ?= cc
BUILD   ?= build
VERSION := 0.1.0

RUN_PACKAGES   := gcc make pkg-config git libncurses-dev libgit2-dev zlib1g-dev libcmark-gfm-dev libcmark-gfm-extensions-dev \
                  libyaml-dev libjansson-dev libmd-dev libunistring-dev libssl-dev openssh-client
PRINT_PACKAGES := libpango1.0-dev libharfbuzz-dev libarchive-dev libqpdf-dev fonts-arphic-gbsn00lp \
                  fonts-arphic-gkai00mp fonts-wqy-microhei
RUN_PACKAGES   += $(PRINT_PACKAGES)
CHECK_PACKAGES := $(RUN_PACKAGES) libcmocka-dev libvterm-dev locales tmux clang clang-tidy \
                  clang-format libclang-rt-dev valgrind mandoc fonts-noto-cjk poppler-utils qpdf \
                  libreoffice-writer-nogui chromium tidy libxml2-utils

LIBRARIES := libgit2 zlib libcmark-gfm yaml-0.1 jansson libmd ncursesw libcrypto
WARNINGS  := -Wall -Wextra -Wshadow -Wconversion -Wpedantic -Wformat=2 -Wundef -Wvla \
             -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wcast-qual -Werror
CPPFLAGS  += -I. -D_GNU_SOURCE -DVERSION='"$(VERSION)"' \
             -DINSTALLED_TEMPLATES='"$(PREFIX)/share/kaoping/templates"' \
             -DINSTALLED_FONTS='"$(PREFIX)/share/kaoping/fonts"' \
             $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
CFLAGS    ?= -O2 -g
override CFLAGS += -std=c11 $(WARNINGS) -fstack-protector-strong
LDLIBS    += $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lunistring

CORE    := $(patsubst %.c,$(BUILD)/%.o,$(wildcard core/*.c))
RECORDS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard records/*.c))
TUI     := $(patsubst %.c,$(BUILD)/%.o,$(filter-out tui/main.c,$(wildcard tui/*.c)))
PRINT   := $(patsubst %.c,$(BUILD)/%.o,$(filter-out print/main.c,$(wildcard print/*.c)))
HARNESS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/harness/*.c))
FAULT   := $(patsubst %.c,$(BUILD)/%.o,$(filter-out %/interpose.c,$(wildcard tests/fault/*.c)))
TESTS   := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/*_test.c))
SOURCES := $(wildcard core/*.[ch] records/*.[ch] print/*.[ch] tui/*.[ch] tests/*.[ch] tests/harness/*.[ch] \
                      tests/bench/*.[ch] tests/fault/*.[ch] tests/fuzz/*.[ch])

.PHONY: all run check tests fuzzers bench bench-growth deps fonts install uninstall clean asan fuzz golden valgrind \
        fault lint format
.SECONDARY:

all: $(BUILD)/kaoping $(BUILD)/kaoping-print

$(BUILD)/kaoping: $(BUILD)/tui/main.o $(TUI) $(RECORDS) $(CORE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# What only printing needs, kept out of the program that everybody starts.
PRINT_LIBRARIES := pangocairo pangoft2 cairo-pdf fontconfig freetype2 harfbuzz-subset libqpdf libarchive
$(PRINT) $(BUILD)/print/main.o: CPPFLAGS += $(shell pkg-config --cflags $(PRINT_LIBRARIES) 2>/dev/null)
PRINT_LDLIBS := $(shell pkg-config --libs $(PRINT_LIBRARIES) 2>/dev/null)

$(BUILD)/kaoping-print: $(BUILD)/print/main.o $(PRINT) $(CORE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(PRINT_LDLIBS) -lm

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%_test: $(BUILD)/tests/%_test.o $(HARNESS) $(FAULT) $(TUI) $(RECORDS) $(CORE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka -lvterm -lutil -lm

# Tests of what only printing has; without tui/, some of whose names are print/'s too.
PRINT_TESTS := $(patsubst %,$(BUILD)/tests/%_test,docx faces line pdf_fonts)
$(PRINT_TESTS:=.o): CPPFLAGS += $(shell pkg-config --cflags $(PRINT_LIBRARIES) 2>/dev/null)
$(PRINT_TESTS): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(HARNESS) $(PRINT) $(RECORDS) $(CORE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(PRINT_LDLIBS) -lm -lcmocka -lvterm -lutil

# It reads PNG.
$(BUILD)/tests/browser_test.o: CPPFLAGS += $(shell pkg-config --cflags cairo 2>/dev/null)
$(BUILD)/tests/browser_test: LDLIBS += $(shell pkg-config --libs cairo 2>/dev/null)

$(BUILD)/tests/interpose.so: tests/fault/interpose.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -shared -o $@ $<

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

# A second make, so that what deps has just installed is seen by pkg-config.
run:
	@./scripts/install-packages $(RUN_PACKAGES)
	@$(MAKE) --no-print-directory -s all
	@./scripts/run $(BUILD)/kaoping

check:
	@./scripts/install-packages $(CHECK_PACKAGES)
	@$(MAKE) --no-print-directory -s all tests
	@./scripts/check $(BUILD)

tests: $(TESTS) $(BUILD)/tests/interpose.so fuzzers

deps:
	@./scripts/install-packages $(CHECK_PACKAGES)

# The free fonts nearest to the offices' own, beside the program.
fonts:
	@./scripts/fonts $(BUILD)/fonts

SANITIZED := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all

# The whole suite under AddressSanitizer and UndefinedBehaviorSanitizer.
asan:
	@./scripts/install-packages $(CHECK_PACKAGES)
	@$(MAKE) --no-print-directory -s BUILD=build/asan all tests \
	    CFLAGS='$(SANITIZED)' \
	    LDFLAGS='-fsanitize=address,undefined'
	@LSAN_OPTIONS=suppressions=$(abspath tests/leaks):print_suppressions=0 ./scripts/check build/asan

# libFuzzer's targets: core and records compiled once more, with its sanitizers. They are not part of a
# build that is sanitized itself.
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*.c))
FUZZ_CC ?= clang
FUZZED  := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
           -fno-sanitize-recover=all

fuzzers:
ifeq (,$(findstring sanitize,$(CFLAGS)))
	@$(MAKE) --no-print-directory -s BUILD=$(BUILD)/fuzz CC='$(FUZZ_CC)' CFLAGS='$(FUZZED)' \
	    $(FUZZERS)
endif

$(patsubst tests/fuzz/%.c,$(BUILD)/%,$(wildcard tests/fuzz/*.c)): $(BUILD)/%: $(BUILD)/tests/fuzz/%.o \
    $(RECORDS) $(CORE)
	$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LDLIBS)

# libFuzzer from the kept corpora, FUZZ_SECONDS for each target; then random presses, 20,000 for each of
# three seeds, under the sanitizers.
FUZZ_SECONDS ?= 60

fuzz:
	@./scripts/install-packages $(CHECK_PACKAGES)
	@$(MAKE) --no-print-directory -s fuzzers
	@for fuzzer in $(FUZZERS); do ./scripts/fuzz $$fuzzer $(FUZZ_SECONDS) || exit 1; done
	@$(MAKE) --no-print-directory -s BUILD=build/asan all build/asan/tests/random_keys_test \
	    CFLAGS='$(SANITIZED)' LDFLAGS='-fsanitize=address,undefined'
	@for seed in $${KAOPING_SEED:-1 2 3}; do KAOPING_PROGRAM=build/asan/kaoping KAOPING_PRESSES=20000 \
	    KAOPING_SEED=$$seed build/asan/tests/random_keys_test || exit 1; done

# What make check tries a few times, many times: 50 writers, 500 kills of each kind, every call of a
# disk failing in every way, 10,000 mutated records. It takes long.
FAULTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/fault_*_test.c))

fault:
	@./scripts/install-packages $(CHECK_PACKAGES)
	@$(MAKE) --no-print-directory -s all $(FAULTS) $(BUILD)/tests/interpose.so
	@for test in $(FAULTS); do KAOPING_FAULT=long KAOPING_PROGRAM=$(BUILD)/kaoping $$test || exit 1; done

# The whole suite under valgrind. A child that a test forks ends in the middle, with what it held:
# only what nothing points to any more is a leak.
valgrind: tests all
	@./scripts/check $(BUILD) valgrind -q --leak-check=full --errors-for-leak-kinds=definite \
	    --error-exitcode=9

# Bytes, times and memory beside tig, then the record beside git, then printing beside LibreOffice. The records are made once, and again
# if what makes them changes. bench-growth takes half an hour and more: up to 600,000 decisions.
BENCH := $(patsubst %.c,$(BUILD)/%.o,$(filter-out %/generate.c %bench.c,$(wildcard tests/bench/*.c)))

bench:
	@./scripts/install-packages $(RUN_PACKAGES) libvterm-dev tig cmark libreoffice-writer-nogui weasyprint
	@$(MAKE) --no-print-directory -s all $(BUILD)/bench/records $(BUILD)/bench/bench \
	    $(BUILD)/bench/record_bench $(BUILD)/bench/print_bench
	@$(BUILD)/bench/bench $(abspath $(BUILD)/bench) $(abspath $(BUILD)/kaoping)
	@$(BUILD)/bench/record_bench $(abspath $(BUILD)/bench) $(abspath $(BUILD)/kaoping)
	@$(BUILD)/bench/print_bench $(abspath $(BUILD)/bench) $(abspath $(BUILD)/kaoping)

bench-growth:
	@$(MAKE) --no-print-directory -s $(BUILD)/bench/generate $(BUILD)/bench/record_bench $(BUILD)/kaoping
	@$(BUILD)/bench/record_bench $(abspath $(BUILD)/bench) $(abspath $(BUILD)/kaoping) growth

$(BUILD)/bench/records: $(BUILD)/bench/generate tests/bench/make-records | $(BUILD)/kaoping
	./tests/bench/make-records $(BUILD)/kaoping $(BUILD)/bench/generate $(@D)
	@touch $@

$(BUILD)/bench/generate: $(BUILD)/tests/bench/generate.o
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(BUILD)/bench/bench $(BUILD)/bench/record_bench $(BUILD)/bench/print_bench: $(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(BENCH) \
        $(BUILD)/tests/harness/terminal.o $(RECORDS) $(CORE) $(BUILD)/kaoping
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS) -lvterm -lutil -lm

# Writes the literal screens of tests/golden/screens anew: read them with git diff before they are
# committed.
golden: all $(BUILD)/tests/screens_test
	@KAOPING_PROGRAM=$(BUILD)/kaoping KAOPING_GOLDEN=write $(BUILD)/tests/screens_test

lint:
	@./scripts/lint $(CPPFLAGS) $(shell pkg-config --cflags $(PRINT_LIBRARIES))

format:
	clang-format -i $(SOURCES)

install: all
	install -D -m 755 $(BUILD)/kaoping '$(DESTDIR)$(PREFIX)/bin/kaoping'
	install -D -m 755 $(BUILD)/kaoping-print '$(DESTDIR)$(PREFIX)/bin/kaoping-print'
	find templates -type f -exec install -D -m 644 '{}' '$(DESTDIR)$(PREFIX)/share/kaoping/{}' ';'
	install -D -m 644 man/kaoping.1 '$(DESTDIR)$(PREFIX)/share/man/man1/kaoping.1'
	install -D -m 644 man/kaoping-template.7 '$(DESTDIR)$(PREFIX)/share/man/man7/kaoping-template.7'
	if [ -d $(BUILD)/fonts ]; then install -d '$(DESTDIR)$(PREFIX)/share/kaoping/fonts' && \
	    install -m 644 $(BUILD)/fonts/* '$(DESTDIR)$(PREFIX)/share/kaoping/fonts'; fi

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/kaoping' '$(DESTDIR)$(PREFIX)/bin/kaoping-print'
	rm -rf '$(DESTDIR)$(PREFIX)/share/kaoping'
	rm -f '$(DESTDIR)$(PREFIX)/share/man/man1/kaoping.1' \
	    '$(DESTDIR)$(PREFIX)/share/man/man7/kaoping-template.7'

clean:
	rm -rf $(BUILD)
