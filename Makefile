# kaoping (考评). `make run` and `make check` need nothing done before them on Debian 12.

PREFIX  ?= /usr/local
CC      ?= cc
BUILD   ?= build
VERSION := 0.1.0

RUN_PACKAGES   := gcc make pkg-config git libncurses-dev libgit2-dev zlib1g-dev libcmark-dev \
                  libyaml-dev libjansson-dev libmd-dev libunistring-dev
CHECK_PACKAGES := $(RUN_PACKAGES) libcmocka-dev libvterm-dev locales tmux clang clang-tidy clang-format valgrind

LIBRARIES := libgit2 zlib libcmark yaml-0.1 jansson libmd ncursesw
WARNINGS  := -Wall -Wextra -Wshadow -Wconversion -Wpedantic -Wformat=2 -Wundef -Wvla \
             -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wcast-qual -Werror
CPPFLAGS  += -I. -D_GNU_SOURCE -DVERSION='"$(VERSION)"' \
             -DINSTALLED_TEMPLATES='"$(PREFIX)/share/kaoping/templates"' \
             $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
CFLAGS    ?= -O2 -g
override CFLAGS += -std=c11 $(WARNINGS) -fstack-protector-strong
LDLIBS    += $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lunistring

CORE    := $(patsubst %.c,$(BUILD)/%.o,$(wildcard core/*.c))
RECORDS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard records/*.c))
TUI     := $(patsubst %.c,$(BUILD)/%.o,$(filter-out tui/main.c,$(wildcard tui/*.c)))
HARNESS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/harness/*.c))
TESTS   := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/*_test.c))
SOURCES := $(wildcard core/*.[ch] records/*.[ch] tui/*.[ch] tests/*.[ch] tests/harness/*.[ch] \
                      tests/bench/*.[ch])

.PHONY: all run check tests bench bench-growth deps install uninstall clean asan fuzz golden valgrind lint format
.SECONDARY:

all: $(BUILD)/kaoping

$(BUILD)/kaoping: $(BUILD)/tui/main.o $(TUI) $(RECORDS) $(CORE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%_test: $(BUILD)/tests/%_test.o $(HARNESS) $(TUI) $(RECORDS) $(CORE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka -lvterm -lutil

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

tests: $(TESTS)

deps:
	@./scripts/install-packages $(CHECK_PACKAGES)

SANITIZED := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all

# The whole suite under AddressSanitizer and UndefinedBehaviorSanitizer.
asan:
	@./scripts/install-packages $(CHECK_PACKAGES)
	@$(MAKE) --no-print-directory -s BUILD=build/asan all tests \
	    CFLAGS='$(SANITIZED)' \
	    LDFLAGS='-fsanitize=address,undefined'
	@./scripts/check build/asan

# Random presses, 20,000 for each of three seeds, under the sanitizers.
fuzz:
	@./scripts/install-packages $(CHECK_PACKAGES)
	@$(MAKE) --no-print-directory -s BUILD=build/asan all build/asan/tests/random_keys_test \
	    CFLAGS='$(SANITIZED)' LDFLAGS='-fsanitize=address,undefined'
	@for seed in $${KAOPING_SEED:-1 2 3}; do KAOPING_PROGRAM=build/asan/kaoping KAOPING_PRESSES=20000 \
	    KAOPING_SEED=$$seed build/asan/tests/random_keys_test || exit 1; done

# The whole suite under valgrind. A child that a test forks ends in the middle, with what it held:
# only what nothing points to any more is a leak.
valgrind: tests all
	@./scripts/check $(BUILD) valgrind -q --leak-check=full --errors-for-leak-kinds=definite \
	    --error-exitcode=9

# Bytes, times and memory beside tig, then the record beside git. The records are made once, and again
# if what makes them changes. bench-growth takes a quarter of an hour: up to 600,000 decisions.
BENCH := $(patsubst %.c,$(BUILD)/%.o,$(filter-out %/generate.c %/bench.c %/record_bench.c,$(wildcard tests/bench/*.c)))

bench:
	@./scripts/install-packages $(RUN_PACKAGES) libvterm-dev tig
	@$(MAKE) --no-print-directory -s $(BUILD)/bench/records $(BUILD)/bench/bench $(BUILD)/bench/record_bench
	@$(BUILD)/bench/bench $(BUILD)/bench $(abspath $(BUILD)/kaoping)
	@$(BUILD)/bench/record_bench $(abspath $(BUILD)/bench) $(abspath $(BUILD)/kaoping)

bench-growth:
	@$(MAKE) --no-print-directory -s $(BUILD)/bench/generate $(BUILD)/bench/record_bench $(BUILD)/kaoping
	@$(BUILD)/bench/record_bench $(abspath $(BUILD)/bench) $(abspath $(BUILD)/kaoping) growth

$(BUILD)/bench/records: $(BUILD)/bench/generate tests/bench/make-records | $(BUILD)/kaoping
	./tests/bench/make-records $(BUILD)/kaoping $(BUILD)/bench/generate $(@D)
	@touch $@

$(BUILD)/bench/generate: $(BUILD)/tests/bench/generate.o
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(BUILD)/bench/bench $(BUILD)/bench/record_bench: $(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(BENCH) \
        $(BUILD)/tests/harness/terminal.o $(RECORDS) $(CORE) $(BUILD)/kaoping
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS) -lvterm -lutil -lm

# Writes the literal screens of tests/golden/screens anew: read them with git diff before they are
# committed.
golden: all $(BUILD)/tests/screens_test
	@KAOPING_PROGRAM=$(BUILD)/kaoping KAOPING_GOLDEN=write $(BUILD)/tests/screens_test

lint:
	@./scripts/lint $(CPPFLAGS)

format:
	clang-format -i $(SOURCES)

install: all
	install -D -m 755 $(BUILD)/kaoping '$(DESTDIR)$(PREFIX)/bin/kaoping'
	find templates -type f -exec install -D -m 644 '{}' '$(DESTDIR)$(PREFIX)/share/kaoping/{}' ';'

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/kaoping'
	rm -rf '$(DESTDIR)$(PREFIX)/share/kaoping'

clean:
	rm -rf $(BUILD)
