// An item as bytes: its members in the order of their numbers, each its number and then its value.
#include "footfall/catalog/packed_item.hpp"

#include <bit>
#include <iterator>
#include <limits>

namespace footfall::catalog {

namespace {

// The numbers are on disk.
enum class packed_member : std::uint8_t {
  type = 1,
  id,
  title,
  description,
  body,
  language,
  translations,
  link,
  images,
  price,
  sale,
  available,
  hidden,
  valid_from,
  valid_to,
  added,
  categories,
  brand,
  group,
  attributes,
  from_clicks
};

constexpr std::uint64_t has_begin = 1;  // of a sale
constexpr std::uint64_t has_end = 2;
constexpr unsigned type_bits = 2;  // of an attribute, below the count of its values

class item_packer {
 public:
  item_packer(std::string& out, text_numbers* numbers) : out_(out), numbers_(numbers) {}

  void begin(packed_member which) { out_.push_back(static_cast<char>(which)); }

  // Seven bits a byte, the lowest first.
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) out_.push_back(static_cast<char>(value | 0x80U));
    out_.push_back(static_cast<char>(value));
  }
  void signed_number(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    number(bits << 1U ^ (value < 0 ? ~std::uint64_t{0} : 0));
  }
  void real(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (unsigned shift = 0; shift < 64; shift += 8) out_.push_back(static_cast<char>(bits >> shift));
  }
  void text(std::string_view value) {
    number(value.size());
    out_.append(value);
  }
  // A text that others may have, too.
  void word(std::string_view value) {
    if (const auto known = numbers_ == nullptr ? std::nullopt : numbers_->number_of(value))
      return number(std::uint64_t{*known} << 1U | 1U);
    number(value.size() << 1U);
    out_.append(value);
  }

  void text_member(packed_member which, std::string_view value) {
    if (value.empty()) return;
    begin(which);
    text(value);
  }
  void word_member(packed_member which, std::string_view value) {
    if (value.empty()) return;
    begin(which);
    word(value);
  }
  void time_member(packed_member which, const std::optional<std::int64_t>& time_ms) {
    if (!time_ms) return;
    begin(which);
    signed_number(*time_ms);
  }

 private:
  std::string& out_;
  text_numbers* numbers_;
};

void pack_texts(item_packer& to, const item& which) {
  to.text_member(packed_member::title, which.title);
  to.text_member(packed_member::description, which.description);
  to.text_member(packed_member::body, which.body);
  to.word_member(packed_member::language, which.language);
  if (!which.translations.empty()) {
    to.begin(packed_member::translations);
    to.number(which.translations.size());
    for (const auto& [language, texts] : which.translations) {
      to.word(language);
      to.text(texts.title);
      to.text(texts.description);
    }
  }
  to.text_member(packed_member::link, which.link);
  if (!which.images.empty()) {
    to.begin(packed_member::images);
    to.number(which.images.size());
    for (const auto& image : which.images) to.text(image);
  }
}

void pack_offer(item_packer& to, const item& which) {
  if (which.price) {
    to.begin(packed_member::price);
    to.word(which.price->unit.code());
    to.signed_number(which.price->minor_units);
  }
  if (const auto& sale = which.sale) {
    to.begin(packed_member::sale);
    to.signed_number(sale->minor);
    to.number((sale->from_ms ? has_begin : 0) | (sale->to_ms ? has_end : 0));
    if (sale->from_ms) to.signed_number(*sale->from_ms);
    if (sale->to_ms) to.signed_number(*sale->to_ms);
  }
  if (which.available) {
    to.begin(packed_member::available);
    to.number(static_cast<std::uint64_t>(*which.available));
  }
  if (!which.visible) to.begin(packed_member::hidden);
  to.time_member(packed_member::valid_from, which.valid_from_ms);
  to.time_member(packed_member::valid_to, which.valid_to_ms);
  to.time_member(packed_member::added, which.added_ms);
}

void pack_categories(item_packer& to, const item& which) {
  if (which.categories.empty()) return;
  to.begin(packed_member::categories);
  to.number(which.categories.size());
  for (const auto& path : which.categories) {
    to.number(path.size());
    for (const auto& name : path) to.word(name);
  }
}

void pack_attributes(item_packer& to, const item& which) {
  if (which.attributes.empty()) return;
  to.begin(packed_member::attributes);
  to.number(which.attributes.size());
  for (const auto* attribute : by_key_and_type(which)) {
    to.word(attribute->key);
    const bool numeric = attribute->type == attribute_type::numeric;
    const std::uint64_t values = numeric ? attribute->numbers.size() : attribute->texts.size();
    to.number(values << type_bits | static_cast<std::uint64_t>(attribute->type));
    if (numeric)
      for (const auto value : attribute->numbers) to.real(value);
    else
      for (const auto& value : attribute->texts)
        attribute->type == attribute_type::nominal ? to.word(value) : to.text(value);
  }
}

class item_unpacker {
 public:
  item_unpacker(std::string_view bytes, const repeated_texts* texts) : rest_(bytes), texts_(texts) {}

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] bool at_end() const noexcept { return !ok_ || rest_.empty(); }
  void fail() noexcept { ok_ = false; }

  std::uint8_t byte() noexcept {
    const auto taken = take(1);
    return taken.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(taken.front());
  }
  std::uint64_t number() noexcept {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && ok_; shift += 7) {
      const auto part = byte();
      value |= std::uint64_t{part & 0x7FU} << shift;
      if (part < 0x80) return value;
    }
    fail();
    return 0;
  }
  std::int64_t signed_number() noexcept {
    const auto bits = number();
    return static_cast<std::int64_t>(bits >> 1U ^ ((bits & 1U) != 0 ? ~std::uint64_t{0} : 0));
  }
  double real() noexcept {
    std::uint64_t bits = 0;
    const auto bytes = take(sizeof(bits));
    for (std::size_t at = 0; at < bytes.size(); ++at)
      bits |= std::uint64_t{static_cast<unsigned char>(bytes[at])} << 8 * at;
    return std::bit_cast<double>(bits);
  }
  std::string_view text() noexcept { return take(number()); }
  std::string_view word() noexcept {
    const auto head = number();
    if ((head & 1U) == 0) return take(head >> 1U);
    const auto known = texts_ == nullptr || head >> 1U > std::numeric_limits<std::uint32_t>::max()
                           ? std::nullopt
                           : texts_->text_of(static_cast<std::uint32_t>(head >> 1U));
    if (!known) fail();
    return known.value_or(std::string_view());
  }
  // Calls `read` so often, as long as there are bytes.
  template <class Read>
  void times(std::uint64_t count, Read&& read) {
    for (; count > 0 && ok_; --count) read();
  }

 private:
  std::string_view take(std::uint64_t bytes) noexcept {
    if (bytes > rest_.size()) {
      fail();
      return {};
    }
    const auto taken = rest_.substr(0, static_cast<std::size_t>(bytes));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
  const repeated_texts* texts_;
  bool ok_ = true;
};

// A member of several values, behind their number.
template <auto Read>
void each_of(item_unpacker& from, item& to) {
  from.times(from.number(), [&] { Read(from, to); });
}

void unpack_price(item_unpacker& from, item& to) {
  const auto unit = text::find_currency(from.word());
  const auto minor = from.signed_number();
  if (unit)
    to.price = text::price{minor, *unit};
  else
    from.fail();
}

void unpack_sale(item_unpacker& from, item& to) {
  sale_price sale{from.signed_number(), {}, {}};
  const auto bounds = from.number();
  if ((bounds & has_begin) != 0) sale.from_ms = from.signed_number();
  if ((bounds & has_end) != 0) sale.to_ms = from.signed_number();
  to.sale = sale;
}

void unpack_available(item_unpacker& from, item& to) {
  const auto state = from.number();
  if (state > static_cast<std::uint64_t>(availability::discontinued)) return from.fail();
  to.available = static_cast<availability>(state);
}

void unpack_attribute(item_unpacker& from, item& to) {
  auto& made = to.attributes.emplace_back();
  made.key = from.word();
  const auto head = from.number();
  const auto type = head & ((1U << type_bits) - 1);
  if (type > static_cast<std::uint64_t>(attribute_type::text)) return from.fail();
  made.type = static_cast<attribute_type>(type);
  from.times(head >> type_bits, [&] {
    if (made.type == attribute_type::numeric)
      made.numbers.push_back(from.real());
    else
      made.texts.emplace_back(made.type == attribute_type::nominal ? from.word() : from.text());
  });
}

void unpack_translation(item_unpacker& from, item& to) {
  auto& texts = to.translations[std::string(from.word())];
  texts.title = from.text();
  texts.description = from.text();
}

void unpack_path(item_unpacker& from, item& to) {
  auto& path = to.categories.emplace_back();
  from.times(from.number(), [&] { path.emplace_back(from.word()); });
}

struct member_row {
  packed_member which;
  void (*read)(item_unpacker& from, item& to);
};

// In the order of their numbers.
constexpr member_row member_rows[] = {
    {packed_member::type,
     [](item_unpacker& from, item& to) { to.type = static_cast<std::uint32_t>(from.number()); }},
    {packed_member::id, [](item_unpacker& from, item& to) { to.id = from.text(); }},
    {packed_member::title, [](item_unpacker& from, item& to) { to.title = from.text(); }},
    {packed_member::description, [](item_unpacker& from, item& to) { to.description = from.text(); }},
    {packed_member::body, [](item_unpacker& from, item& to) { to.body = from.text(); }},
    {packed_member::language, [](item_unpacker& from, item& to) { to.language = from.word(); }},
    {packed_member::translations, each_of<unpack_translation>},
    {packed_member::link, [](item_unpacker& from, item& to) { to.link = from.text(); }},
    {packed_member::images,
     each_of<[](item_unpacker& from, item& to) { to.images.emplace_back(from.text()); }>},
    {packed_member::price, unpack_price},
    {packed_member::sale, unpack_sale},
    {packed_member::available, unpack_available},
    {packed_member::hidden, [](item_unpacker&, item& to) { to.visible = false; }},
    {packed_member::valid_from,
     [](item_unpacker& from, item& to) { to.valid_from_ms = from.signed_number(); }},
    {packed_member::valid_to, [](item_unpacker& from, item& to) { to.valid_to_ms = from.signed_number(); }},
    {packed_member::added, [](item_unpacker& from, item& to) { to.added_ms = from.signed_number(); }},
    {packed_member::categories, each_of<unpack_path>},
    {packed_member::brand, [](item_unpacker& from, item& to) { to.brand = from.word(); }},
    {packed_member::group, [](item_unpacker& from, item& to) { to.group = from.text(); }},
    {packed_member::attributes, each_of<unpack_attribute>},
    {packed_member::from_clicks,
     each_of<[](item_unpacker& from, item& to) { to.from_clicks.emplace_back(from.word()); }>},
};

void unpack_member(item_unpacker& from, item& to) {
  const std::size_t row = from.byte() - static_cast<std::size_t>(packed_member::type);
  if (from.ok() && row < std::size(member_rows))
    member_rows[row].read(from, to);
  else
    from.fail();
}

}  // namespace

void pack(std::string& out, const item& which, text_numbers* numbers) {
  item_packer to(out, numbers);
  to.begin(packed_member::type);
  to.number(which.type);
  to.begin(packed_member::id);
  to.text(which.id);
  pack_texts(to, which);
  pack_offer(to, which);
  pack_categories(to, which);
  to.word_member(packed_member::brand, which.brand);
  to.text_member(packed_member::group, which.group);
  pack_attributes(to, which);
  if (which.from_clicks.empty()) return;
  to.begin(packed_member::from_clicks);
  to.number(which.from_clicks.size());
  for (const auto& member : which.from_clicks) to.word(member);
}

result<item> unpack_item(std::string_view bytes, const repeated_texts* texts) {
  item_unpacker from(bytes, texts);
  item read;
  if (bytes.empty()) from.fail();
  while (!from.at_end()) unpack_member(from, read);
  if (from.ok()) return read;
  return failure{error::io_failed, "the bytes of an item cannot be read"};
}

packed_key key_of_packed(std::string_view bytes) noexcept {
  item_unpacker from(bytes, nullptr);
  packed_key key;
  if (from.byte() == static_cast<std::uint8_t>(packed_member::type))
    key.type = static_cast<std::uint32_t>(from.number());
  if (from.byte() == static_cast<std::uint8_t>(packed_member::id)) key.id = from.text();
  return from.ok() ? key : packed_key{};
}

}  // namespace footfall::catalog
