# SPDX-License-Identifier: MIT
# embed_sql(TARGET UNIT DIRECTORY): every statement of DIRECTORY/**/sql/*.sql becomes `sql_<name>` in <UNIT>_sql.{c,h}.
find_program(python_program NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
if(NOT python_program)
    find_program(python_program NAMES python3 REQUIRED)
endif()
set(sql2c "${CMAKE_SOURCE_DIR}/common/tools/sql2c.py")

function(embed_sql target unit directory)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS "${directory}/*.sql")
    list(FILTER files INCLUDE REGEX "/sql/[^/]+\\.sql$")
    if(NOT files)
        return()
    endif()
    set(stem "${CMAKE_BINARY_DIR}/gen/${unit}_sql")
    add_custom_command(OUTPUT "${stem}.c" "${stem}.h"
        COMMAND "${python_program}" "${sql2c}" --unit ${unit} --out "${CMAKE_BINARY_DIR}/gen" ${files}
        DEPENDS "${sql2c}" ${files}
        COMMENT "Embedding the SQL of ${unit}" VERBATIM)
    # ISO C promises string literals of 4095 bytes only; both compilers take longer ones.
    set_source_files_properties("${stem}.c" PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
    target_sources(${target} PRIVATE "${stem}.c" "${stem}.h")
    target_include_directories(${target} PUBLIC "${CMAKE_BINARY_DIR}/gen")
endfunction()
