/*
 * plain_array.c
 *
 * What construct_md_array makes of one dimension, of values that are not toasted: that function is made for
 * all others as well, and takes longer to make arrays of forecasts than those take.
 */
#include "plain_array.h"

#include "access/tupmacs.h"
#include "utils/array.h"

/*
 * The bytes of a value. Elements of other lengths than these lie one after another without room between them: types of
 * 4 or 8 bytes, or of a length of their own (-1) that are aligned to 4.
 */
static inline Size
bytes_of(int length, Datum value)
{
	return length > 0 ? (Size) length : VARSIZE_ANY(DatumGetPointer(value));
}

Datum
plain_array_make(Oid type, int length, bool by_value, const Datum *value, const bool *is_null, int count)
{
	Size		size = 0;
	Size		header;
	int			nulls = 0;
	ArrayType  *array;
	char	   *place;
	uint8	   *is_there;

	if (count == 0)
		return PointerGetDatum(construct_empty_array(type));
	for (int i = 0; i < count; i++)
		if (is_null[i])
			nulls++;
		else
			size += INTALIGN(bytes_of(length, value[i]));
	header = nulls > 0 ? ARR_OVERHEAD_WITHNULLS(1, count) : ARR_OVERHEAD_NONULLS(1);
	size += header;
	array = palloc0(size);
	SET_VARSIZE(array, size);
	array->ndim = 1;
	array->dataoffset = nulls > 0 ? (int32) header : 0;
	array->elemtype = type;
	ARR_DIMS(array)[0] = count;
	ARR_LBOUND(array)[0] = 1;
	place = (char *) array + header;
	is_there = ARR_NULLBITMAP(array);
	for (int i = 0; i < count; i++)
	{
		if (is_null[i])
			continue;
		if (is_there != NULL)
			is_there[i / BITS_PER_BYTE] |= 1 << (i % BITS_PER_BYTE);
		if (by_value)
			store_att_byval(place, value[i], length);
		else
			memcpy(place, DatumGetPointer(value[i]), bytes_of(length, value[i]));
		place += INTALIGN(bytes_of(length, value[i]));
	}
	return PointerGetDatum(array);
}
