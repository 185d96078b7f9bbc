/*
 * trim_blanks.c
 *
 * A text without the blanks around it, of whatever width, as cells of others have them:
 *
 *   SELECT trim_blanks(cell);                    NULL where nothing else is written
 */
#include "social_services.h"
#include "text_bytes.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(trim_blanks);

/*
 * trim_blanks(written text) -> text
 */
Datum
trim_blanks(PG_FUNCTION_ARGS)
{
	char	   *written = text_to_cstring(PG_GETARG_TEXT_PP(0));
	char	   *begin = pg_server_to_any(written, strlen(written), PG_UTF8);
	size_t		length = strlen(begin);
	size_t		end = 0;
	size_t		width;

	while ((width = text_blank(begin, length)) > 0)
	{
		begin += width;
		length -= width;
	}
	/* Behind what is written last. */
	for (size_t at = 0; at < length; at += width)
	{
		width = text_blank(begin + at, length - at);
		if (width > 0)
			continue;
		width = pg_utf_mblen((unsigned char *) begin + at);
		end = at + width;
	}
	if (end == 0)
		PG_RETURN_NULL();
	begin[end] = '\0';
	PG_RETURN_TEXT_P(cstring_to_text(pg_any_to_server(begin, (int) end, PG_UTF8)));
}
