# SPDX-License-Identifier: MIT
# embed_migrations(TARGET): the table `migrations` of db/migrations.h from migrations/NNNN_*.sql.
set(migrations2c "${CMAKE_SOURCE_DIR}/common/tools/migrations2c.py")

function(embed_migrations target)
    file(GLOB files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/migrations/[0-9][0-9][0-9][0-9]_*.sql")
    set(out "${CMAKE_BINARY_DIR}/gen/migrations.c")
    add_custom_command(OUTPUT "${out}"
        COMMAND "${python_program}" "${migrations2c}" --out "${out}" ${files}
        DEPENDS "${migrations2c}" ${files}
        COMMENT "Embedding the migrations" VERBATIM)
    set_source_files_properties("${out}" PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
    target_sources(${target} PRIVATE "${out}")
endfunction()
