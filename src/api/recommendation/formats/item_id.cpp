#include "item_id.hpp"

#include "footfall/text/percent.hpp"

#include <array>
#include <charconv>
#include <string_view>

namespace footfall::api {
namespace {

/// The digits of a number, without allocating.
class digits {
 public:
  explicit digits(std::uint32_t number) {
    end_ = std::to_chars(bytes_.data(), bytes_.data() + bytes_.size(), number).ptr;
  }
  [[nodiscard]] std::string_view text() const {
    return {bytes_.data(), static_cast<std::size_t>(end_ - bytes_.data())};
  }

 private:
  std::array<char, 10> bytes_;
  char* end_;
};

}  // namespace

void write_item_id(text::json_writer& json, const item_key& item, bool as_string) {
  if (!item.text.empty())
    json.value(std::string_view(item.text));
  else if (as_string)
    json.value(digits(item.number).text());
  else
    json.value(item.number);
}

void append_item_path(std::string& out, const item_key& item) {
  out.append(digits(item.type).text()).push_back('/');
  if (item.text.empty())
    out.append(digits(item.number).text());
  else
    text::append_encoded(out, item.text);
}

}  // namespace footfall::api
