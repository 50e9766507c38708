// XML as a stream of records: the elements of some names, each as a small tree.
#pragma once

#include "feed_text.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::catalog_import {

/// An element. Prefixes are ours whatever the feed calls them: `g:`, `content:`, `dc:`, `media:`, `news:`,
/// `image:`; other namespaces have none. A child without a name is text between elements.
struct xml_element {
  std::string name;
  std::string text;  ///< its own, without that of its children
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<xml_element> children;
  std::size_t line = 0;

  [[nodiscard]] std::string_view attribute(std::string_view name) const noexcept;
  /// The first child of this name; null when there is none.
  [[nodiscard]] const xml_element* child(std::string_view name) const noexcept;
  /// The text of the first child of this name; empty when there is none.
  [[nodiscard]] std::string_view child_text(std::string_view name) const noexcept;
  [[nodiscard]] bool has_elements() const noexcept;
};

/// All text within, as HTML with its block elements as blanks; elements of these names are left out.
[[nodiscard]] std::string deep_text(const xml_element& from, std::string_view left_out = {});

/// The name of the first element; empty when there is none within the first bytes. Thread-safe.
[[nodiscard]] std::string_view root_name(std::string_view text) noexcept;

/// Calls `take(element)` for each outermost element that `is_record(name, depth)` wants (the root has depth
/// 1). Returns why the document is refused: not well-formed, an entity is declared, too deep, too large.
[[nodiscard]] std::optional<feed_refusal> read_xml(
    std::string_view text, const std::function<bool(std::string_view name, int depth)>& is_record,
    const std::function<void(const xml_element&)>& take);

}  // namespace footfall::catalog_import
