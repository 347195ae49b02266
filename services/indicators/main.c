/* SPDX-License-Identifier: MIT */
/* bihuan-indicators */
#include "indicators/service.h"

int main(int argc, char **argv)
{
    return app_run(&indicators_service, argc, argv);
}
