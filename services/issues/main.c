/* SPDX-License-Identifier: MIT */
/* The issues service. */
#include "app/app.h"
#include "issues/service.h"

int main(int argc, char **argv)
{
    return app_run(&issues_service, argc, argv);
}
