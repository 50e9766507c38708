// The bytes of a document that gives items other ids.
#pragma once

#include "footfall/core/failure.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog_import {

/// Most transfers of a document.
inline constexpr std::size_t transfers_max = 10'000;

/// An item as a document names it, not checked yet.
struct named_item {
  std::string type, id;
};

/// That what is known of `source` is of `target` from now on.
struct named_transfer {
  named_item source, target;
  std::string place;  ///< line, or `#` and the number
};

/// Reads `<transfers><transfer><sourceitem id="" type=""/><targetitem id=""
/// type=""/></transfer></transfers>`, or JSON:
/// `{"transfers":[{"source":{"type":1,"id":42},"target":{"type":1,"id":43}}]}`, the list alone, or one. All
/// of it or nothing. Errors: `bad_request` with place and what would be right. Thread-safe.
[[nodiscard]] result<std::vector<named_transfer>> read_transfers(std::string_view body);

}  // namespace footfall::catalog_import
