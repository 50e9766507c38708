// The schemas of the content interface, ours, as they are served.
#pragma once

#include <string_view>

namespace footfall::api {

/// XML Schema of item documents.
[[nodiscard]] std::string_view item_xml_schema() noexcept;

/// JSON Schema (2020-12) of an item, or of a list of items.
[[nodiscard]] std::string_view item_json_schema() noexcept;

}  // namespace footfall::api
