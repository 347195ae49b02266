# SPDX-License-Identifier: MIT
# add_service(NAME [BINARY program] [USES service...]): three targets from the directory it is called in.
#   NAME_domain    domain/**   rules without I/O; sees bihuan_pure and its own headers, nothing else of ours
#   NAME_service   the rest but main.c, with the statements of sql/; what unit tests link
#   bihuan-NAME    main.c      the program
function(add_service name)
    cmake_parse_arguments(arg "" "BINARY" "USES" ${ARGN})
    if(NOT arg_BINARY)
        set(arg_BINARY "bihuan-${name}")
    endif()
    set(here "${CMAKE_CURRENT_SOURCE_DIR}")
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${here}/*.c")
    set(domain_sources ${sources})
    list(FILTER domain_sources INCLUDE REGEX "/services/${name}/domain/")
    list(FILTER sources EXCLUDE REGEX "/services/${name}/(domain/|main\\.c$)")

    add_domain(${name} "${domain_sources}")
    if(NOT EXISTS "${here}/main.c") # while the service is being laid down
        message(STATUS "services/${name}: no main.c yet, only its domain is built")
        return()
    endif()
    add_library(${name}_service STATIC ${sources})
    target_include_directories(${name}_service PUBLIC "${CMAKE_SOURCE_DIR}/services")
    target_link_libraries(${name}_service PUBLIC ${name}_domain bihuan_common PRIVATE bihuan_warnings)
    foreach(used IN LISTS arg_USES)
        target_link_libraries(${name}_service PUBLIC ${used}_service)
    endforeach()
    embed_sql(${name}_service ${name} "${here}")

    add_executable(${arg_BINARY} "${here}/main.c")
    target_link_libraries(${arg_BINARY} PRIVATE ${name}_service bihuan_warnings)
    add_dependencies(programs ${arg_BINARY})
endfunction()

# The domain's own headers are reached as "NAME/domain/x.h" through a link, so that "NAME/handlers/x.h" is not.
function(add_domain name sources)
    if(NOT sources)
        add_library(${name}_domain INTERFACE)
        target_link_libraries(${name}_domain INTERFACE bihuan_pure)
        return()
    endif()
    set(include "${CMAKE_BINARY_DIR}/domain-include/${name}")
    file(MAKE_DIRECTORY "${include}/${name}")
    file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}/domain" "${include}/${name}/domain" SYMBOLIC)
    add_library(${name}_domain STATIC ${sources})
    target_include_directories(${name}_domain PUBLIC "${include}")
    target_link_libraries(${name}_domain PUBLIC bihuan_pure PRIVATE bihuan_warnings bihuan_analyzer)
endfunction()
