// Leaflet with our own points and boundaries; background tiles only from the administrator's address.
import L from "leaflet";

const words = (text) => Object.assign(document.createElement("span"), { textContent: text });

const popup = ({ title, href, place }) => {
  const link = Object.assign(document.createElement("a"), { textContent: title, href });
  const box = document.createElement("div");
  box.append(link);
  if (place) box.append(Object.assign(document.createElement("p"), { textContent: place }));
  return box;
};

const marker = (feature, latlng) => {
  const { title, category, number } = feature.properties;
  const icon = L.divIcon({
    className: `pin category--${category || "other"}`,
    html: words(number ?? ""),
    iconSize: [44, 44], iconAnchor: [22, 40], popupAnchor: [0, -34],
  });
  return L.marker(latlng, { icon, title, alt: title, keyboard: true });
};

// A map on ``canvas`` with what the address ``points`` answers; ``feature`` hears of each of them.
async function draw(canvas, { points, tiles, attribution }, feature) {
  const answer = await fetch(points, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(canvas, {
    scrollWheelZoom: false, zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm,
  });
  map.attributionControl.setPrefix(false);
  if (tiles) L.tileLayer(tiles, { attribution, maxZoom: 19 }).addTo(map);
  const layer = L.geoJSON(await answer.json(), {
    pointToLayer: marker, style: () => ({ className: "boundary" }), onEachFeature: feature,
  }).addTo(map);
  const bounds = layer.getBounds();
  map.fitBounds(bounds.isValid() ? bounds.pad(0.1) : [[50.7, 3.3], [53.6, 7.3]], { maxZoom: 16 });
  return map;
}

window.buurtbasisMap = (details) => draw(
  details.querySelector(".map__canvas"), details.dataset, (feature, part) => {
    const { title, href, name } = feature.properties;
    if (title && href) part.bindPopup(popup(feature.properties));
    else if (name) part.bindTooltip(words(name), { sticky: true });
  },
);

// Pressing on the map fills the two fields; typing in them moves the pin.
window.buurtbasisPoint = async (box) => {
  const fields = box.dataset.point.split(" ").map((name) => document.getElementById(name));
  const map = await draw(box.querySelector(".map__canvas"), box.dataset, () => {});
  let pin;
  const typed = () => fields.map((field) => Number.parseFloat(field.value.replace(",", ".")));
  const show = () => {
    const place = typed();
    if (!place.every(Number.isFinite)) return;
    pin ??= marker({ properties: { title: box.dataset.title, number: "●" } }, place).addTo(map);
    pin.setLatLng(place);
    map.setView(place, Math.max(map.getZoom(), 15));
  };
  map.on("click", ({ latlng }) => {
    [latlng.lat, latlng.lng].forEach((number, at) => { fields[at].value = number.toFixed(5); });
    fields[1].dispatchEvent(new Event("change", { bubbles: true }));
    show();
  });
  fields.forEach((field) => field.addEventListener("change", show));
  show();
};
