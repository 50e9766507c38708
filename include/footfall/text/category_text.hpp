// Category paths as people, pages and files write them.
#pragma once

#include <string>
#include <string_view>

namespace footfall::text {

/// `/Shoes//Children/` as `Shoes/Children`: outer and repeated slashes mean nothing, and a path that was
/// encoded twice (`%2FShoes`) is decoded (protocol A5). Empty: the whole site. Thread-safe.
[[nodiscard]] std::string to_category_text(std::string_view written);

}  // namespace footfall::text
