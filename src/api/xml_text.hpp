// Text within XML.
#pragma once

#include <string>
#include <string_view>

namespace footfall::api {

/// Appends `raw`, which is UTF-8, as text of an element or, between double quotes, of an attribute. What XML
/// cannot hold (control characters, U+FFFE, U+FFFF) becomes a blank. Thread-safe.
inline void append_xml_escaped(std::string& out, std::string_view raw) {
  for (; !raw.empty(); raw.remove_prefix(1)) {
    const char byte = raw.front();
    if (raw.starts_with("\xEF\xBF\xBE") || raw.starts_with("\xEF\xBF\xBF")) {
      raw.remove_prefix(2);
      out += ' ';
      continue;
    }
    if (byte == '&')
      out += "&amp;";
    else if (byte == '<')
      out += "&lt;";
    else if (byte == '>')
      out += "&gt;";
    else if (byte == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(byte) < ' ' && byte != '\n' && byte != '\t')
      out += ' ';
    else
      out += byte;
  }
}

/// Appends `<name>text</name>`. Thread-safe.
inline void append_xml_element(std::string& out, std::string_view name, std::string_view text) {
  out.append(1, '<').append(name).append(1, '>');
  append_xml_escaped(out, text);
  out.append("</").append(name).append(1, '>');
}

}  // namespace footfall::api
