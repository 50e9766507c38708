// How item ids look in answers: all numbers, or all strings for customers with string ids (protocol C2, X10).
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/text/json_writer.hpp"

#include <string>

namespace footfall::api {

/// Writes the id as a JSON value.
void write_item_id(text::json_writer& json, const item_key& item, bool as_string);

/// Appends `TYPE/ITEM` for a URL, percent-encoded.
void append_item_path(std::string& out, const item_key& item);

}  // namespace footfall::api
