#include "footfall/feeds/item_languages.hpp"

#include <string>
#include <utility>

namespace footfall::feeds {

catalog::item with_texts_of(const catalog::item& known, catalog::item fresh) {
  const auto own = std::string(fresh.language);
  for (const auto& [language, texts] : known.translations)
    if (language != own) fresh.translations.emplace(language, texts);
  if (own.empty() || known.language.empty() || known.language == own) return fresh;
  fresh.translations[own] = {std::move(fresh.title), std::move(fresh.description)};
  fresh.translations.erase(known.language);
  fresh.language = known.language;
  fresh.title = known.title;
  fresh.description = known.description;
  fresh.body = known.body;
  return fresh;
}

bool has_language(const catalog::item& which, std::string_view language) {
  return which.language == language || which.translations.contains(std::string(language));
}

bool remove_language(catalog::item& from, std::string_view language) {
  if (from.translations.erase(std::string(language)) != 0) return true;
  if (from.translations.empty()) return false;
  auto next = from.translations.extract(from.translations.begin());
  from.language = next.key();
  from.title = std::move(next.mapped().title);
  from.description = std::move(next.mapped().description);
  return true;
}

}  // namespace footfall::feeds
