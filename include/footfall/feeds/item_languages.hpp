// Texts of an item in several languages: how one comes and goes while the others stay.
#pragma once

#include "footfall/catalog/item.hpp"

#include <string_view>

namespace footfall::feeds {

/// What is known once `fresh` has come, which has texts in its own language: those of `known` in others stay,
/// and so does its main language; all the rest is that of `fresh`. Thread-safe.
[[nodiscard]] catalog::item with_texts_of(const catalog::item& known, catalog::item fresh);

/// True when the item has texts in this language. Thread-safe.
[[nodiscard]] bool has_language(const catalog::item& which, std::string_view language);

/// Takes the texts of a language that it has out; false, with the item unchanged, when it has no others.
/// Thread-safe.
[[nodiscard]] bool remove_language(catalog::item& from, std::string_view language);

}  // namespace footfall::feeds
