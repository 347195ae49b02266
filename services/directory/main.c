/* SPDX-License-Identifier: MIT */
/* bihuan-directory */
#include "directory/service.h"

int main(int argc, char **argv)
{
    return app_run(&directory_service, argc, argv);
}
