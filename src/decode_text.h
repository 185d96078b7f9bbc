/*
 * decode_text.h
 *
 * Bytes of others as text of this database.
 */
#ifndef SOCIAL_SERVICES_DECODE_TEXT_H
#define SOCIAL_SERVICES_DECODE_TEXT_H

#include "social_services.h"
#include "text_bytes.h"

extern TextEncoding detect_text_encoding(const char *bytes, size_t length, TextFault *fault, size_t *fault_at);
extern const char *text_encoding_name(TextEncoding encoding);
extern char *decode_bytes(const char *bytes, size_t length, TextEncoding encoding, size_t *decoded_length);

#endif							/* SOCIAL_SERVICES_DECODE_TEXT_H */
