#include "footfall/feeds/item_store.hpp"

#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/feeds/item_languages.hpp"

#include "feeds/compared_items.hpp"

#include <xxhash.h>
#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <utility>

namespace footfall::feeds {

namespace {

using catalog_import::import_mode;
using store::entity_kind;
using store::entity_write;

constexpr std::size_t items_per_read = 10'000;
constexpr std::size_t kibibyte = 1024;

std::uint64_t hash_of_key(std::string_view key) { return XXH3_64bits(key.data(), key.size()); }

// Items that are there for as long as the source is used.
template <class Items>
item_source source_of(const Items& items) {
  return [&items](const auto& visit) {
    for (const auto& item : items) visit(item);
  };
}

/// Gathers writes until they are a transaction. Not thread-safe.
class batched_writes {
 public:
  batched_writes(customer_number customer, std::uint64_t replacement, const entity_door& door)
      : customer_(customer), replacement_(replacement), door_(door) {}

  result<void> add(entity_write::action what, std::string key, std::string content) {
    bytes_ += key.size() + content.size();
    keys_.insert(hash_of_key(key));
    batch_.push_back({customer_, entity_kind::item, what, replacement_, std::move(key), std::move(content)});
    return batch_.size() >= door_.writes_max || bytes_ >= door_.bytes_max ? flush() : result<void>();
  }

  // Whether a write of this key waits; may be true of another key.
  [[nodiscard]] bool has(std::string_view key) const { return keys_.contains(hash_of_key(key)); }

  result<void> flush() {
    if (batch_.empty()) return {};
    const auto stored = door_.write(batch_);
    batch_.clear();
    keys_.clear();
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
  boost::unordered_flat_set<std::uint64_t> keys_;  // of the batch, as hashes
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
  return store(source_of(items), mode);
}

result<stored_items> item_store::store(const catalog::packed_items& items, import_mode mode) {
  return store(source_of(items), mode);
}

result<stored_items> item_store::store(const item_source& items, import_mode mode) {
  return mode == import_mode::full ? replace(items) : update(items);
}

// From now on the store knows that all items of these types are there.
result<stored_items> item_store::replace(const item_source& items) {
  compared_items compared;
  const auto read =
      for_each([&](std::string_view key, std::string_view content) { compared.note_stored(key, content); });
  if (!read) return read.error();
  const auto for_all = [&](const putter& visit) {
    items([&](const catalog::item& item) {
      visit(customer::item_entity_key(item.type, item.id), customer::item_entity_content(item));
    });
    for (const auto type : compared.types())
      visit(customer::whole_type_key(type), customer::removed_item_content());
  };
  contents puts;
  std::size_t bytes = 0;  // of what was put there; more of them are not kept
  for_all([&](std::string key, std::string content) {
    const bool is_same = compared.want(key, content);
    if (bytes >= door_.bytes_max || puts.size() >= door_.writes_max) return;
    bytes += key.size() + content.size();
    is_same ? static_cast<void>(puts.erase(key))
            : static_cast<void>(puts.insert_or_assign(std::move(key), std::move(content)));
  });
  const bool is_little = bytes < door_.bytes_max && puts.size() + compared.gone() < door_.writes_max;
  const auto done = is_little ? change_to(puts, compared) : replace_all([&](const putter& put) {
    auto others = for_each([&](std::string_view key, std::string_view content) {
      if (!compared.is_of_wanted_type(key)) put(std::string(key), std::string(content));
    });
    for_all(put);
    return others;
  });
  if (!done) return done.error();
  return compared.counts();
}

result<void> item_store::change_to(contents& puts, const compared_items& compared) {
  keys gone;
  auto read = for_each([&](std::string_view key, std::string_view) {
    if (compared.is_gone(key)) gone.emplace(key);
  });
  return read ? change_in_batches(puts, gone) : read;
}

result<stored_items> item_store::update(const item_source& items) {
  stored_items counts;
  result<void> done;
  batched_writes to(customer_, 0, door_);
  items([&](const catalog::item& item) {
    auto key = customer::item_entity_key(item.type, item.id);
    auto content = customer::item_entity_content(item);
    if (done && to.has(key)) done = to.flush();  // so that the reader knows it
    if (!done) return;
    const auto before = reader_.get(customer_, entity_kind::item, key);
    if (!before) {
      done = before.error();
      return;
    }
    const bool was_item = *before && !customer::is_removed_item(**before);
    const bool is_same = was_item && **before == content;
    ++(is_same ? counts.same : was_item ? counts.changed : counts.added);
    if (!is_same) done = to.add(entity_write::action::put, std::move(key), std::move(content));
  });
  if (done) done = to.flush();
  if (!done) return done.error();
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
  if (is_little) return change_in_batches(puts, gone);
  return replace_all([&](const putter& put) {
    auto read = for_each([&](std::string_view key, std::string_view content) {
      if (!gone.contains(key) && !puts.contains(std::string(key)))
        put(std::string(key), std::string(content));
    });
    for (auto& [key, content] : puts) put(key, std::move(content));
    return read;
  });
}

result<void> item_store::change_in_batches(contents& puts, const keys& gone) {
  batched_writes to(customer_, 0, door_);
  for (auto& [key, content] : puts)
    if (auto added = to.add(entity_write::action::put, key, std::move(content)); !added) return added;
  for (const auto& key : gone)
    if (auto added = to.add(entity_write::action::remove, key, {}); !added) return added;
  return to.flush();
}

result<void> item_store::replace_all(const std::function<result<void>(const putter& put)>& fill) {
  const auto replacement = door_.begin_replacement();
  if (!replacement) return replacement.error();
  const auto abandon = [&] {
    static_cast<void>(
        finish(*replacement, entity_write::action::abandon_replacement));  // the first failure tells
  };
  batched_writes to(customer_, *replacement, door_);
  result<void> written;
  try {
    const auto filled = fill([&](std::string key, std::string content) {
      if (written) written = to.add(entity_write::action::put, std::move(key), std::move(content));
    });
    if (!filled) written = filled.error();
    if (written) written = to.flush();
  } catch (...) {
    // Else what has come would stay beside the present catalogue until the next import.
    abandon();
    throw;
  }
  if (written) return finish(*replacement, entity_write::action::finish_replacement);
  abandon();
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
