// The records of the XML files of a feed.
#pragma once

#include "formats.hpp"
#include "xml_records.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace footfall::catalog_import {

/// Where a record began, for messages.
[[nodiscard]] std::string place_of(const xml_element& record);

/// `read_xml` of every member; the sink is told why one is refused.
void read_members(const feed_members& members, draft_sink& to,
                  const std::function<bool(std::string_view name, int depth)>& is_record,
                  const std::function<void(const xml_element&)>& take);

}  // namespace footfall::catalog_import
