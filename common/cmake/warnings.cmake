# SPDX-License-Identifier: MIT
# The language, the warnings and the instrumentation, as interface targets. Set here and nowhere else.
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g -D_FORTIFY_SOURCE=2") # asserts stay: they guard against programmer errors
set(BIHUAN_SANITIZE "" CACHE STRING "value of -fsanitize=, or empty")
option(BIHUAN_ANALYZE "run gcc's -fanalyzer over common/ and the domains" OFF)

find_program(ccache_program ccache)
if(ccache_program)
    set(CMAKE_C_COMPILER_LAUNCHER "${ccache_program}")
endif()

add_compile_definitions(_POSIX_C_SOURCE=200809L)
add_compile_options(-fstack-protector-strong -fno-omit-frame-pointer)
add_link_options(-Wl,-z,relro,-z,now)
if(BIHUAN_SANITIZE)
    add_compile_options(-fsanitize=${BIHUAN_SANITIZE} -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${BIHUAN_SANITIZE})
    add_compile_definitions(ARENA_EXACT) # one malloc for each allocation: a one-byte overrun is seen
endif()

add_library(bihuan_warnings INTERFACE)
target_compile_options(bihuan_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef
    -Werror
    $<$<C_COMPILER_ID:GNU>:-Wno-format-truncation>) # bounded copies are meant; it only warns when optimising

add_library(bihuan_analyzer INTERFACE)
if(BIHUAN_ANALYZE)
    # A report to read, not a gate: gcc 12 loses track of lists and of structures returned by value.
    target_compile_options(bihuan_analyzer INTERFACE -fanalyzer -Wno-error)
endif()
