#include "footfall/feeds/item_store.hpp"

#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/feeds/item_languages.hpp"
#include "footfall/text/number.hpp"

#include <algorithm>
#include <utility>

namespace footfall::feeds {

namespace {

using catalog_import::import_mode;
using store::entity_kind;
using store::entity_write;

constexpr std::size_t items_per_read = 10'000;
constexpr std::size_t kibibyte = 1024;

std::uint32_t type_of_key(std::string_view key) {
  return text::to_integer<std::uint32_t>(key.substr(0, key.find('/'))).value_or(0);
}

/// Gathers writes until they are a transaction. Not thread-safe.
class batched_writes {
 public:
  batched_writes(customer_number customer, std::uint64_t replacement, const entity_door& door)
      : customer_(customer), replacement_(replacement), door_(door) {}

  result<void> add(entity_write::action what, std::string key, std::string content) {
    bytes_ += key.size() + content.size();
    batch_.push_back({customer_, entity_kind::item, what, replacement_, std::move(key), std::move(content)});
    return batch_.size() >= door_.writes_max || bytes_ >= door_.bytes_max ? flush() : result<void>();
  }

  result<void> flush() {
    if (batch_.empty()) return {};
    const auto stored = door_.write(batch_);
    batch_.clear();
    bytes_ = 0;
    if (!stored) return stored.error();
    if (!stored->dropped.empty())
      return failure{error::store_failed, "another import of this customer has begun meanwhile"};
    return {};
  }

 private:
  const customer_number customer_;
  const std::uint64_t replacement_;
  const entity_door& door_;
  std::vector<entity_write> batch_;
  std::size_t bytes_ = 0;
};

}  // namespace

entity_door door_of(store::event_store& opened, customer_number customer) {
  return {[&opened](std::vector<entity_write>& writes) { return opened.append_batch({}, writes); },
          [&opened, customer] { return opened.begin_replacement(customer, entity_kind::item); }, 10'000,
          64 * kibibyte * kibibyte};
}

entity_door door_of(store::event_log& log, customer_number customer) {
  return {[&log](std::vector<entity_write>& writes) {
            std::vector<events::event> no_events;
            return log.append_and_wait(no_events, writes);
          },
          [&log, customer] { return log.begin_replacement(customer, entity_kind::item); }, 1'000,
          512 * kibibyte};
}

result<void> item_store::for_each(const visitor& visit) {
  store::entity_page page;
  while (!page.end) {
    auto read = reader_.scan(customer_, entity_kind::item, page.last, items_per_read, visit);
    if (!read) return read.error();
    page = std::move(*read);
  }
  return {};
}

result<std::size_t> item_store::count(std::uint32_t type) {
  std::size_t items = 0;
  const auto read = for_each([&](std::string_view key, std::string_view content) {
    if (type_of_key(key) == type && !customer::is_removed_item(content)) ++items;
  });
  if (!read) return read.error();
  return items;
}

result<stored_items> item_store::store(const std::vector<catalog::item>& items, import_mode mode) {
  contents wanted;
  std::set<std::uint32_t> types;
  for (const auto& item : items) {
    wanted[customer::item_entity_key(item.type, item.id)] = customer::item_entity_content(item);
    types.insert(item.type);
  }
  return mode == import_mode::full ? replace(wanted, types) : update(wanted);
}

// From now on the store knows that all items of these types are there.
result<stored_items> item_store::replace(contents& wanted, const std::set<std::uint32_t>& types) {
  stored_items counts;
  keys gone;
  for (const auto type : types)
    wanted.emplace(customer::whole_type_key(type), customer::removed_item_content());
  auto items = wanted.size() - types.size();
  const auto read = for_each([&](std::string_view key, std::string_view content) {
    const bool was_item = !customer::is_removed_item(content);
    const auto next = wanted.find(std::string(key));
    if (next == wanted.end()) {
      if (!types.contains(type_of_key(key))) return;
      gone.emplace(key);
      counts.removed += was_item;
      return;
    }
    if (was_item) {
      --items;
      ++(next->second == content ? counts.same : counts.changed);
    }
    if (next->second == content) wanted.erase(next);
  });
  if (!read) return read.error();
  counts.added = items;
  if (auto done = change(wanted, gone); !done) return done.error();
  return counts;
}

result<stored_items> item_store::update(contents& wanted) {
  stored_items counts;
  const auto all = wanted.size();
  const auto read = for_each([&](std::string_view key, std::string_view content) {
    const auto next = wanted.find(std::string(key));
    if (next == wanted.end() || customer::is_removed_item(content)) return;
    ++(next->second == content ? counts.same : counts.changed);
    if (next->second == content) wanted.erase(next);
  });
  if (!read) return read.error();
  counts.added = all - counts.same - counts.changed;
  if (auto done = change_in_batches(wanted, {}); !done) return done.error();
  return counts;
}

result<stored_items> item_store::store_language(std::vector<catalog::item> items, std::uint32_t type,
                                                std::string_view language, bool whole) {
  std::map<std::string, catalog::item> wanted;
  for (auto& item : items) {
    item.type = type;
    item.language = language;
    auto key = customer::item_entity_key(type, item.id);
    wanted.insert_or_assign(std::move(key), std::move(item));
  }
  stored_items counts;
  contents puts;
  keys gone;
  if (whole) puts.emplace(customer::whole_type_key(type), customer::removed_item_content());
  const auto read = for_each([&](std::string_view key, std::string_view content) {
    if (type_of_key(key) != type) return;
    if (customer::is_removed_item(content)) {
      if (key.ends_with('/')) puts.erase(std::string(key));  // the store knows that already
      return;
    }
    auto known = customer::read_item_entity(content);
    if (!known) return;
    const auto fresh = wanted.find(std::string(key));
    if (fresh == wanted.end() && (!whole || !has_language(*known, language))) return;
    if (fresh == wanted.end() && !remove_language(*known, language)) {
      gone.emplace(key);
      ++counts.removed;
      return;
    }
    auto next = customer::item_entity_content(
        fresh == wanted.end() ? *known : with_texts_of(*known, std::move(fresh->second)));
    if (fresh != wanted.end()) wanted.erase(fresh);
    ++(next == content ? counts.same : counts.changed);
    if (next != content) puts.emplace(key, std::move(next));
  });
  if (!read) return read.error();
  counts.added = wanted.size();
  for (const auto& [key, item] : wanted) puts.emplace(key, customer::item_entity_content(item));
  const auto done = whole ? change(puts, gone) : change_in_batches(puts, gone);
  if (!done) return done.error();
  return counts;
}

result<stored_items> item_store::remove(std::uint32_t type, std::string_view id, std::string_view language) {
  stored_items counts;
  contents puts;
  const auto key = customer::item_entity_key(type, id);
  const auto content = reader_.get(customer_, entity_kind::item, key);
  if (!content) return content.error();
  if (!*content || customer::is_removed_item(**content)) return counts;
  auto known = customer::read_item_entity(**content);
  if (!known) return known.error();
  if (!language.empty() && !has_language(*known, language)) return counts;
  if (!language.empty() && remove_language(*known, language)) {
    puts.emplace(key, customer::item_entity_content(*known));
    counts.changed = 1;
  } else {
    puts.emplace(key, customer::removed_item_content());
    counts.removed = 1;
  }
  if (auto done = change_in_batches(puts, {}); !done) return done.error();
  return counts;
}

// All of it in one step: as one transaction where it is little, else as a replacement.
result<void> item_store::change(contents& puts, const keys& gone) {
  std::size_t bytes = 0;
  for (const auto& [key, content] : puts) bytes += key.size() + content.size();
  const bool is_little = puts.size() + gone.size() < door_.writes_max && bytes < door_.bytes_max;
  return is_little ? change_in_batches(puts, gone) : replace_all(puts, gone);
}

result<void> item_store::change_in_batches(contents& puts, const keys& gone) {
  batched_writes to(customer_, 0, door_);
  for (auto& [key, content] : puts)
    if (auto added = to.add(entity_write::action::put, key, std::move(content)); !added) return added;
  for (const auto& key : gone)
    if (auto added = to.add(entity_write::action::remove, key, {}); !added) return added;
  return to.flush();
}

result<void> item_store::replace_all(contents& puts, const keys& gone) {
  const auto replacement = door_.begin_replacement();
  if (!replacement) return replacement.error();
  batched_writes to(customer_, *replacement, door_);
  result<void> written;
  const auto put = [&](std::string key, std::string content) {
    if (written) written = to.add(entity_write::action::put, std::move(key), std::move(content));
  };
  const auto read = for_each([&](std::string_view key, std::string_view content) {
    if (!gone.contains(key) && !puts.contains(std::string(key))) put(std::string(key), std::string(content));
  });
  if (!read) written = read.error();
  for (auto& [key, content] : puts) put(key, std::move(content));
  if (written) written = to.flush();
  if (written) return finish(*replacement, entity_write::action::finish_replacement);
  static_cast<void>(
      finish(*replacement, entity_write::action::abandon_replacement));  // the first failure tells
  return written;
}

result<void> item_store::finish(std::uint64_t replacement, entity_write::action how) {
  std::vector<entity_write> end{{customer_, entity_kind::item, how, replacement}};
  const auto finished = door_.write(end);
  if (!finished) return finished.error();
  if (!finished->dropped.empty())
    return failure{error::store_failed, "another import of this customer has begun meanwhile"};
  return {};
}

}  // namespace footfall::feeds
