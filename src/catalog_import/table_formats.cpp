// Tables: by the names of their columns, by a mapping, or as Personalize has them.
#include "feed_table.hpp"
#include "field_names.hpp"
#include "formats.hpp"
#include "plain_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::catalog_import {

namespace {

// What a column is, and under which key.
struct column_meaning {
  target what = target::ignored;
  int rank = 0;
  std::string key;
};

bool is_multi_valued(target what) noexcept {
  return what == target::category || what == target::image || what == target::attribute ||
         what == target::ignored || what == target::gtin;
}

std::string key_of_column(const table_header& header, std::size_t column) {
  // The name without its index: `product_tags[0]` and `product_tags[1]` are one attribute.
  return header.names[column];
}

std::vector<column_meaning> meanings_by_name(const table_header& header, draft_sink& to) {
  std::vector<column_meaning> meanings(header.names.size());
  bool told = false;
  for (std::size_t column = 0; column < header.names.size(); ++column) {
    const auto& name = header.names[column];
    if (name.empty()) continue;
    const auto found = meaning_of(name);
    if (found)
      meanings[column] = {found->what, found->rank, std::string(found->key)};
    else
      meanings[column] = {target::attribute, 0, key_of_column(header, column)};
    const auto first = header.column(name);
    if (*first != column && !is_multi_valued(meanings[column].what)) {
      meanings[column].what = target::ignored;
      if (!told) to.warn("1", name, "duplicate-column");
      told = true;
    }
    if (!found && *first == column) to.report().columns_as_attributes.push_back(header.raw[column]);
  }
  return meanings;
}

// What the settings say about columns goes before their names.
bool apply_mapping(const table_header& header, draft_sink& to, std::vector<column_meaning>& meanings) {
  for (const auto& [field, column_name] : to.settings().columns) {
    const auto place = header.column(normalised_name(column_name));
    if (!place) {
      to.refuse_file({"missing-column", "1", column_name});
      return false;
    }
    const auto what = target_named(field);
    if (!what) {
      meanings[*place] = {target::attribute, 0, field};
      continue;
    }
    // The others of its kind lose their meaning, so that there is one source.
    for (auto& meaning : meanings)
      if (meaning.what == *what && !is_multi_valued(*what)) meaning.what = target::ignored;
    meanings[*place] = {*what, 0, {}};
  }
  return true;
}

// Of several columns that may be the id the best one is it; the others become attributes.
bool choose_id(const table_header& header, draft_sink& to, std::vector<column_meaning>& meanings) {
  std::size_t best = header.names.size();
  for (std::size_t column = 0; column < meanings.size(); ++column)
    if (meanings[column].what == target::id &&
        (best == meanings.size() || meanings[column].rank < meanings[best].rank))
      best = column;
  if (best == header.names.size()) {
    to.refuse_file({"no-id-column", "1", fmt::format("columns: {}", fmt::join(header.raw, ", "))});
    return false;
  }
  for (std::size_t column = 0; column < meanings.size(); ++column)
    if (column != best && meanings[column].what == target::id)
      meanings[column] = {target::attribute, 0, key_of_column(header, column)};
  return true;
}

const job_column* job_of(const import_job& job, std::string_view raw) {
  const auto place = std::find_if(job.columns.begin(), job.columns.end(),
                                  [&](const job_column& each) { return each.column == raw; });
  return place == job.columns.end() ? nullptr : &*place;
}

void add_job_value(draft& made, const job_column& rule, const std::string& value) {
  if (rule.is_id) return made.add(target::id, value);
  if (rule.value == "categorypath") {
    catalog::category_path path;
    for (auto& name : split(value, '/'))
      if (!trim(name).empty()) path.push_back(std::move(name));
    made.paths.push_back(std::move(path));
    return;
  }
  const auto with_prefix = rule.format == "URI" ? rule.prefix + value : value;
  if (const auto what = target_named(rule.value);
      what && *what != target::attribute && *what != target::weight)
    return made.add(*what, with_prefix);
  made.add_attribute(
      rule.value, with_prefix,
      rule.format == "NUMERIC" ? catalog::attribute_type::numeric : catalog::attribute_type::nominal);
}

}  // namespace

void read_table(const feed_members& members, draft_sink& to) {
  for (const auto& member : members) {
    feed_table table(member, to);
    auto meanings = meanings_by_name(table.header(), to);
    if (!apply_mapping(table.header(), to, meanings) || !choose_id(table.header(), to, meanings)) return;
    while (table.next()) {
      draft made;
      made.place = table.place();
      made.fields.reserve(meanings.size());
      for (std::size_t column = 0; column < meanings.size(); ++column)
        if (meanings[column].what != target::ignored && !table.get(column).empty())
          made.fields.push_back({meanings[column].what,
                                 std::string(table.get(column)),
                                 meanings[column].key,
                                 meanings[column].rank,
                                 {},
                                 false});
      to.take(std::move(made));
    }
  }
}

void read_job_table(const feed_members& members, draft_sink& to) {
  const auto& job = *to.settings().job;
  for (const auto& member : members) {
    feed_table table(member, to, {.separator = job.delimiter, .mode = {}, .keyword = {}});
    for (const auto& rule : job.columns)
      if (std::find(table.header().raw.begin(), table.header().raw.end(), rule.column) ==
          table.header().raw.end())
        return to.refuse_file({"missing-column", "1", rule.column});
    while (table.next()) {
      draft made;
      made.place = table.place();
      made.type = job.type;
      made.keep_keys = true;
      made.add(target::language, job.language);
      for (std::size_t column = 0; column < table.header().raw.size(); ++column) {
        const auto* const rule = job_of(job, table.header().raw[column]);
        if (rule == nullptr || table.get(column).empty()) continue;
        if (rule->delimiter.size() == 1)
          for (const auto& value : split(table.get(column), rule->delimiter.front()))
            add_job_value(made, *rule, std::string(trim(value)));
        else
          add_job_value(made, *rule, std::string(table.get(column)));
      }
      to.take(std::move(made));
    }
  }
}

// Levels of categories lie side by side: the n-th names of all levels are the n-th path.
void read_personalize(const feed_members& members, draft_sink& to) {
  for (const auto& member : members) {
    feed_table table(member, to);
    while (table.next()) {
      draft made;
      made.place = table.place();
      std::vector<std::vector<std::string>> levels;
      for (std::size_t column = 0; column < table.header().names.size(); ++column) {
        const auto& name = table.header().names[column];
        if (name.starts_with("category_l")) {
          levels.push_back(split(table.get(column), '|'));
        } else if (name == "genres") {
          for (const auto& genre : split(table.get(column), '|')) made.add_attribute("genres", genre);
        } else {
          add_by_name(made, name, table.get(column));
        }
      }
      for (std::size_t number = 0; !levels.empty() && number < levels.front().size(); ++number) {
        catalog::category_path path;
        for (const auto& level : levels)
          if (number < level.size() && !level[number].empty()) path.push_back(level[number]);
        made.paths.push_back(std::move(path));
      }
      to.take(std::move(made));
    }
  }
}

}  // namespace footfall::catalog_import
