/*
 * Draws the pages of a sheet, with what stands on each: its number, the draft's mark.
 */
#ifndef KAOPING_PRINT_PAINT_H
#define KAOPING_PRINT_PAINT_H

#include "core/print_job.h"
#include "print/sheet.h"

#include <cairo.h>

/* Draws the pages that the job asks for onto the PDF surface of `cairo`. */
void paint(cairo_t *cairo, const struct print_job *job, struct sheet *sheet);

#endif
