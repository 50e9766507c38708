// Addresses of pages and pictures.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog_import {

/// An absolute http(s) address, blanks and what is not ASCII percent-encoded; relative ones behind `base`.
/// Nothing when it has another scheme, or is relative and there is no base. Thread-safe.
[[nodiscard]] std::optional<std::string> clean_link(std::string_view raw, std::string_view base);

/// The addresses of a list; a comma within one stays. Thread-safe.
[[nodiscard]] std::vector<std::string> split_links(std::string_view list);

}  // namespace footfall::catalog_import
